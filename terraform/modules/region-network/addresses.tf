# The block in quarters, one per tier, so that another region names a whole tier by one block. The last quarter is kept
# free for a tier to come, and the last quarter of each tier for a fourth zone.
locals {
  tiers = {
    cell     = 0
    database = 1
    edge     = 2
  }

  tier_cidr_blocks = { for tier, quarter in local.tiers : tier => cidrsubnet(var.cidr_block, 2, quarter) }

  subnets = merge([
    for tier, block in local.tier_cidr_blocks : {
      for index, zone in var.zones : "${tier}/${zone}" => {
        tier       = tier
        zone       = zone
        cidr_block = cidrsubnet(block, 2, index)
      }
    }
  ]...)
}
