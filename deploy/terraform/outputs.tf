output "store" {
  description = "What to give as --store."
  value       = local.store
}

output "repository" {
  description = "Where images are pushed to."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.name}"
}

output "items_topic" {
  description = "Where items are published."
  value       = google_pubsub_topic.items.id
}

output "events_topic" {
  description = "Where events and alerts come out."
  value       = google_pubsub_topic.events.id
}

output "dead_letters_subscription" {
  description = "Where dead letters wait to be read."
  value       = google_pubsub_subscription.dead_letters.id
}

output "worker" {
  description = "The account of the workers, for batch jobs too."
  value       = google_service_account.worker.email
}
