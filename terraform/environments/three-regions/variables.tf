variable "environment" {
  description = "The environment's name, put on everything as a tag."
  type        = string
  default     = "three-regions"
}

variable "cidr_blocks" {
  description = "Each region's block. No two may overlap; leave room around them for the other networks you peer with."
  type        = map(string)
  default = {
    us-east1        = "10.16.0.0/16"
    europe-west1    = "10.32.0.0/16"
    asia-southeast1 = "10.48.0.0/16"
  }

  validation {
    condition     = toset(keys(var.cidr_blocks)) == toset(["us-east1", "europe-west1", "asia-southeast1"])
    error_message = "One block for each of us-east1, europe-west1 and asia-southeast1 is needed, and no other."
  }

  # Two blocks overlap when they are the same after both are cut to the shorter length.
  validation {
    condition = try(alltrue(flatten([
      for one, block in var.cidr_blocks : [
        for other, peer in var.cidr_blocks : one == other || length(distinct([
          for address in [split("/", block)[0], split("/", peer)[0]] :
          cidrhost(format("%s/%d", address, min(tonumber(split("/", block)[1]), tonumber(split("/", peer)[1]))), 0)
        ])) == 2
      ]
    ])), false)
    error_message = "The regions' blocks overlap, or one of them is not a block."
  }
}

variable "cell_port" {
  description = "The TCP port on which cells serve edges."
  type        = number
  default     = 8080
}

variable "database_port" {
  description = "The TCP port on which databases serve cells and each other: 26257 for CockroachDB, 5432 for PostgreSQL."
  type        = number
  default     = 26257
}
