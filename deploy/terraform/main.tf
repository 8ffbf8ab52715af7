# Topic of items -> subscription -> streaming job -> store in a bucket, topics of events and of dead letters; an account with no more
# rights than the job needs.

data "google_project" "here" {
  project_id = var.project
}

locals {
  store = "gs://${google_storage_bucket.store.name}/store"
  # Pub/Sub's own account: it moves what it gives up to the dead-letter topic.
  pubsub_agent = "serviceAccount:service-${data.google_project.here.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
  worker       = "serviceAccount:${google_service_account.worker.email}"
}

# The store. No retention and no rule that deletes by age below store/: the manifest is replaced at each commit, and packs are for good.
resource "google_storage_bucket" "store" {
  project                     = var.project
  name                        = var.bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false
  labels                      = var.labels

  # For a week what was deleted or replaced by mistake can be had back.
  soft_delete_policy {
    retention_duration_seconds = 604800
  }

  lifecycle_rule {
    condition {
      age            = 14
      matches_prefix = ["staging/", "temp/"]
    }
    action {
      type = "Delete"
    }
  }
}

resource "google_artifact_registry_repository" "images" {
  project       = var.project
  location      = var.region
  repository_id = var.name
  format        = "DOCKER"
  labels        = var.labels
}

# Items come in here.
resource "google_pubsub_topic" "items" {
  project = var.project
  name    = "${var.name}-items"
  labels  = var.labels
}

# What cannot be used: the job's own dead letters, each with its reason, and what Pub/Sub has delivered in vain.
resource "google_pubsub_topic" "dead_letters" {
  project = var.project
  name    = "${var.name}-dead-letters"
  labels  = var.labels
}

# What happens to families, and alerts, go out here.
resource "google_pubsub_topic" "events" {
  project = var.project
  name    = "${var.name}-events"
  labels  = var.labels
}

resource "google_pubsub_subscription" "items" {
  project                    = var.project
  name                       = "${var.name}-items"
  topic                      = google_pubsub_topic.items.id
  ack_deadline_seconds       = 600
  message_retention_duration = "604800s"
  labels                     = var.labels

  # Never expires, also when the job rests for a month.
  expiration_policy {
    ttl = ""
  }

  # The job sends garbage to the topic itself and acknowledges it. This is for messages that no worker survives. Dataflow acknowledges in
  # batches, so deliveries are counted generously.
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letters.id
    max_delivery_attempts = var.max_delivery_attempts
  }

  depends_on = [google_pubsub_topic_iam_member.agent_publishes_dead_letters]
}

# Without a subscription, what is sent to the topic is lost.
resource "google_pubsub_subscription" "dead_letters" {
  project                    = var.project
  name                       = "${var.name}-dead-letters"
  topic                      = google_pubsub_topic.dead_letters.id
  ack_deadline_seconds       = 60
  message_retention_duration = "604800s"
  labels                     = var.labels

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "agent_publishes_dead_letters" {
  project = var.project
  topic   = google_pubsub_topic.dead_letters.name
  role    = "roles/pubsub.publisher"
  member  = local.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "agent_takes_items" {
  project      = var.project
  subscription = google_pubsub_subscription.items.name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}

# The account of the workers.
resource "google_service_account" "worker" {
  project      = var.project
  account_id   = "${var.name}-worker"
  display_name = "Wirekin: workers of the job"
}

resource "google_project_iam_member" "worker_works" {
  project = var.project
  role    = "roles/dataflow.worker"
  member  = local.worker
}

resource "google_storage_bucket_iam_member" "worker_stores" {
  bucket = google_storage_bucket.store.name
  role   = "roles/storage.objectUser"
  member = local.worker
}

resource "google_artifact_registry_repository_iam_member" "worker_pulls" {
  project    = var.project
  location   = google_artifact_registry_repository.images.location
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.reader"
  member     = local.worker
}

# Dataflow also looks at the subscription itself, for its backlog and its topic.
resource "google_pubsub_subscription_iam_member" "worker_takes_items" {
  for_each     = toset(["roles/pubsub.subscriber", "roles/pubsub.viewer"])
  project      = var.project
  subscription = google_pubsub_subscription.items.name
  role         = each.value
  member       = local.worker
}

resource "google_pubsub_topic_iam_member" "worker_publishes" {
  for_each = {
    dead_letters = google_pubsub_topic.dead_letters.name
    events       = google_pubsub_topic.events.name
  }
  project = var.project
  topic   = each.value
  role    = "roles/pubsub.publisher"
  member  = local.worker
}

resource "google_dataflow_flex_template_job" "stream" {
  count    = var.stream ? 1 : 0
  provider = google-beta

  project                 = var.project
  region                  = var.region
  name                    = "${var.name}-stream"
  container_spec_gcs_path = "gs://${google_storage_bucket.store.name}/templates/streaming.json"
  service_account_email   = google_service_account.worker.email
  sdk_container_image     = var.image
  machine_type            = var.machine_type
  max_workers             = var.max_workers
  enable_streaming_engine = true
  staging_location        = "gs://${google_storage_bucket.store.name}/staging"
  temp_location           = "gs://${google_storage_bucket.store.name}/temp"
  on_delete               = "drain"
  labels                  = var.labels

  parameters = {
    subscription      = google_pubsub_subscription.items.id
    store             = local.store
    dead_letter_topic = google_pubsub_topic.dead_letters.id
    events_topic      = google_pubsub_topic.events.id
    horizon           = tostring(var.horizon)
    allowed_lateness  = tostring(var.allowed_lateness)
  }

  depends_on = [
    google_artifact_registry_repository_iam_member.worker_pulls,
    google_project_iam_member.worker_works,
    google_pubsub_subscription_iam_member.worker_takes_items,
    google_pubsub_topic_iam_member.worker_publishes,
    google_storage_bucket_iam_member.worker_stores,
  ]
}
