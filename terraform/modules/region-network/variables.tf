variable "region" {
  description = "The region's name in the mesh, such as us-east1: cells are named after it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.region)) && length(var.region) <= 32
    error_message = "A region's name has at most 32 characters: lower-case letters and digits in groups joined by hyphens."
  }
}

variable "aws_region" {
  description = "The AWS region it stands in, such as us-east-1. The provider handed in must be of this region."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "An AWS region is named like us-east-1."
  }
}

variable "zones" {
  description = "The three availability zones; the order decides which zone gets which block."
  type        = list(string)

  validation {
    condition     = length(var.zones) == 3 && length(distinct(var.zones)) == 3
    error_message = "Three different zones are needed: a majority of databases must outlive one."
  }

  validation {
    condition = alltrue([
      for zone in var.zones : startswith(zone, var.aws_region) && can(regex("^[a-z]$", trimprefix(zone, var.aws_region)))
    ])
    error_message = "Each zone is the AWS region's name and one letter."
  }
}

variable "cidr_block" {
  description = "The VPC's IPv4 block: private, from /16 (the largest VPC) to /20 (subnets of /24), without host bits."
  type        = string

  validation {
    condition     = try(cidrsubnet(var.cidr_block, 0, 0) == var.cidr_block, false)
    error_message = "Not a block in its canonical form: an address whose host bits are zero, a slash, a length."
  }

  validation {
    condition     = try(tonumber(split("/", var.cidr_block)[1]) >= 16 && tonumber(split("/", var.cidr_block)[1]) <= 20, false)
    error_message = "The length lies from /16 to /20."
  }

  validation {
    condition = anytrue([
      for private in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] : try(
        cidrhost("${split("/", var.cidr_block)[0]}/${split("/", private)[1]}", 0) == cidrhost(private, 0), false
      )
    ])
    error_message = "The block lies in a private range (RFC 1918)."
  }
}

variable "cell_port" {
  description = "The TCP port on which cells serve edges."
  type        = number
  default     = 8080

  validation {
    condition     = var.cell_port >= 1024 && var.cell_port <= 65535 && floor(var.cell_port) == var.cell_port
    error_message = "A port lies from 1024 to 65535: cells run without the right to lower ones."
  }
}

variable "database_port" {
  description = "The TCP port on which databases serve cells and each other: 26257 for CockroachDB, 5432 for PostgreSQL."
  type        = number
  default     = 26257

  validation {
    condition     = var.database_port >= 1024 && var.database_port <= 65535 && floor(var.database_port) == var.database_port
    error_message = "A port lies from 1024 to 65535."
  }
}
