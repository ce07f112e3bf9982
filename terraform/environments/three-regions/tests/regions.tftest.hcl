# Do three regions stand in their places, apart in addresses, and each joined with each?

mock_provider "aws" {
  alias = "us_east1"

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

mock_provider "aws" {
  alias = "europe_west1"

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

mock_provider "aws" {
  alias = "asia_southeast1"

  mock_data "aws_region" {
    defaults = { name = "ap-southeast-1" }
  }
}

run "each_region_in_its_place" {
  assert {
    condition = { for region, network in output.networks : region => "${network.aws_region} ${network.cidr_block}" } == {
      us-east1        = "us-east-1 10.16.0.0/16"
      europe-west1    = "eu-west-1 10.32.0.0/16"
      asia-southeast1 = "ap-southeast-1 10.48.0.0/16"
    }
    error_message = "Each region of the mesh stands in its AWS region, with its block."
  }

  assert {
    condition = { for region, network in output.networks : region => keys(network.subnets.cell) } == {
      us-east1        = ["us-east-1a", "us-east-1b", "us-east-1c"]
      europe-west1    = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
      asia-southeast1 = ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"]
    }
    error_message = "Each region spans three zones of its own."
  }

  assert {
    condition = length(distinct(flatten([
      for network in output.networks : [for zones in network.subnets : [for subnet in zones : subnet.cidr_block]]
    ]))) == 27
    error_message = "No two of the 27 subnets share a block."
  }
}

run "each_pair_joined_and_no_way_through_a_third" {
  assert {
    condition = toset(keys(output.peerings)) == toset([
      "us-east1/europe-west1", "us-east1/asia-southeast1", "europe-west1/asia-southeast1"
    ])
    error_message = "Three regions make three pairs."
  }

  assert {
    condition = alltrue(flatten([
      for peering in output.peerings : [
        for side in [[peering.requester, peering.accepter], [peering.accepter, peering.requester]] : side[0].routes == {
          edge-to-cell         = output.networks[side[1].region].tier_cidr_blocks.cell
          cell-to-edge         = output.networks[side[1].region].tier_cidr_blocks.edge
          cell-to-database     = output.networks[side[1].region].tier_cidr_blocks.database
          database-to-cell     = output.networks[side[1].region].tier_cidr_blocks.cell
          database-to-database = output.networks[side[1].region].tier_cidr_blocks.database
        }
      ]
    ]))
    error_message = "A peering leads to its two regions only."
  }
}

run "other_blocks_and_ports" {
  variables {
    cidr_blocks = {
      us-east1        = "172.16.0.0/20"
      europe-west1    = "172.16.16.0/20"
      asia-southeast1 = "192.168.0.0/16"
    }
    cell_port     = 8443
    database_port = 5432
  }

  assert {
    condition = { for region, network in output.networks : region => "${network.cidr_block} ${network.cell_port} ${network.database_port}" } == {
      us-east1        = "172.16.0.0/20 8443 5432"
      europe-west1    = "172.16.16.0/20 8443 5432"
      asia-southeast1 = "192.168.0.0/16 8443 5432"
    }
    error_message = "Blocks may be neighbours and of different sizes; ports are the same everywhere."
  }
}

run "overlapping_blocks" {
  command = plan

  variables {
    cidr_blocks = { us-east1 = "10.16.0.0/16", europe-west1 = "10.32.0.0/16", asia-southeast1 = "10.32.16.0/20" }
  }

  expect_failures = [var.cidr_blocks]
}

run "the_same_block_twice" {
  command = plan

  variables {
    cidr_blocks = { us-east1 = "10.16.0.0/16", europe-west1 = "10.32.0.0/16", asia-southeast1 = "10.16.0.0/16" }
  }

  expect_failures = [var.cidr_blocks]
}

run "something_that_is_no_block" {
  command = plan

  variables {
    cidr_blocks = { us-east1 = "10.16.0.0/16", europe-west1 = "10.32.0.0/16", asia-southeast1 = "10.48" }
  }

  expect_failures = [var.cidr_blocks]
}

run "a_region_without_a_block" {
  command = plan

  variables {
    cidr_blocks = { us-east1 = "10.16.0.0/16", europe-west1 = "10.32.0.0/16" }
  }

  expect_failures = [var.cidr_blocks]
}

run "a_region_that_does_not_exist" {
  command = plan

  variables {
    cidr_blocks = { us-east1 = "10.16.0.0/16", europe-west1 = "10.32.0.0/16", asia-southeast1 = "10.48.0.0/16", us-west1 = "10.64.0.0/16" }
  }

  expect_failures = [var.cidr_blocks]
}
