variable "requester" {
  description = "The network that asks for the peering: the output `network` of region-network."
  type = object({
    region             = string
    aws_region         = string
    vpc_id             = string
    cidr_block         = string
    tier_cidr_blocks   = object({ edge = string, cell = string, database = string })
    cell_port          = number
    database_port      = number
    route_table_ids    = object({ edge = string, cell = string, database = string })
    security_group_ids = object({ edge = string, cell = string, database = string })
  })

  # A wider block would be routed to, and let in from, what lies behind the other region.
  validation {
    condition = try(alltrue([
      for tier in values(var.requester.tier_cidr_blocks) :
      cidrhost("${split("/", tier)[0]}/${split("/", var.requester.cidr_block)[1]}", 0) == cidrhost(var.requester.cidr_block, 0) &&
      tonumber(split("/", tier)[1]) > tonumber(split("/", var.requester.cidr_block)[1])
    ]), false)
    error_message = "Each tier's block lies inside the network's block."
  }
}

variable "accepter" {
  description = "The network that accepts it, in another AWS region: the output `network` of region-network."
  type = object({
    region             = string
    aws_region         = string
    vpc_id             = string
    cidr_block         = string
    tier_cidr_blocks   = object({ edge = string, cell = string, database = string })
    cell_port          = number
    database_port      = number
    route_table_ids    = object({ edge = string, cell = string, database = string })
    security_group_ids = object({ edge = string, cell = string, database = string })
  })

  validation {
    condition     = var.accepter.aws_region != var.requester.aws_region && var.accepter.region != var.requester.region
    error_message = "The two networks must stand in different regions."
  }

  validation {
    condition     = var.accepter.database_port == var.requester.database_port
    error_message = "Databases replicate both ways, so both regions must use one database port."
  }

  # Two blocks overlap when they are the same after both are cut to the shorter length.
  validation {
    condition = try(length(distinct([
      for block in [var.requester.cidr_block, var.accepter.cidr_block] : cidrhost(
        format("%s/%d", split("/", block)[0], min(
          tonumber(split("/", var.requester.cidr_block)[1]), tonumber(split("/", var.accepter.cidr_block)[1])
        )), 0
      )
    ])) == 2, false)
    error_message = "The two networks' blocks overlap, or one of them is not a block."
  }

  # A wider block would be routed to, and let in from, what lies behind the other region.
  validation {
    condition = try(alltrue([
      for tier in values(var.accepter.tier_cidr_blocks) :
      cidrhost("${split("/", tier)[0]}/${split("/", var.accepter.cidr_block)[1]}", 0) == cidrhost(var.accepter.cidr_block, 0) &&
      tonumber(split("/", tier)[1]) > tonumber(split("/", var.accepter.cidr_block)[1])
    ]), false)
    error_message = "Each tier's block lies inside the network's block."
  }
}
