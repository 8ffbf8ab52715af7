variable "project" {
  description = "The project that all of this is made in."
  type        = string
}

variable "region" {
  description = "Where the bucket lies and the job runs."
  type        = string
  default     = "europe-west1"
}

variable "name" {
  description = "What the names of all resources begin with."
  type        = string
  default     = "wirekin"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,20}$", var.name))
    error_message = "Three to 21 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "bucket" {
  description = "The name of the bucket for the store, the templates and the staging files. It must be free in all of Cloud Storage."
  type        = string
}

variable "image" {
  description = "The image that deploy/Dockerfile builds, as it is named in the registry, with a tag or better a digest."
  type        = string
}

variable "stream" {
  description = "Whether the streaming job runs. Its template must be in the bucket by then: deploy/README.md says how."
  type        = bool
  default     = false
}

variable "horizon" {
  description = "Two stories further apart than this are never compared, in days. A store keeps the one that it was made with."
  type        = number
  default     = 7
}

variable "allowed_lateness" {
  description = "How late an item may come and still be matched at once, in days."
  type        = number
  default     = 7
}

variable "machine_type" {
  description = "The workers."
  type        = string
  default     = "n2-standard-2"
}

variable "max_workers" {
  description = "The most workers at a time: what bounds the bill."
  type        = number
  default     = 3
}

variable "max_delivery_attempts" {
  description = "How often a message is delivered before Pub/Sub gives it up to the dead-letter topic."
  type        = number
  default     = 20

  validation {
    condition     = var.max_delivery_attempts >= 5 && var.max_delivery_attempts <= 100
    error_message = "Pub/Sub takes 5 to 100."
  }
}

variable "labels" {
  description = "Labels of all resources."
  type        = map(string)
  default     = {}
}
