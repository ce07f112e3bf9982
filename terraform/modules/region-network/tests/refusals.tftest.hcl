# Is bad input refused before anything is planned?

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

mock_provider "aws" {
  alias = "elsewhere"

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

variables {
  region     = "us-east1"
  aws_region = "us-east-1"
  zones      = ["us-east-1a", "us-east-1b", "us-east-1c"]
  cidr_block = "10.16.0.0/16"
}

run "host_bits_in_the_block" {
  command = plan

  variables {
    cidr_block = "10.16.1.0/16"
  }

  expect_failures = [var.cidr_block]
}

run "no_block_at_all" {
  command = plan

  variables {
    cidr_block = "10.16.0.0"
  }

  expect_failures = [var.cidr_block]
}

run "an_address_that_does_not_exist" {
  command = plan

  variables {
    cidr_block = "10.256.0.0/16"
  }

  expect_failures = [var.cidr_block]
}

run "a_block_larger_than_a_vpc" {
  command = plan

  variables {
    cidr_block = "10.0.0.0/15"
  }

  expect_failures = [var.cidr_block]
}

run "a_block_too_small_for_twelve_subnets_of_24" {
  command = plan

  variables {
    cidr_block = "10.16.0.0/21"
  }

  expect_failures = [var.cidr_block]
}

run "a_public_block" {
  command = plan

  variables {
    cidr_block = "8.8.0.0/16"
  }

  expect_failures = [var.cidr_block]
}

run "a_block_beside_a_private_range" {
  command = plan

  variables {
    cidr_block = "172.32.0.0/16"
  }

  expect_failures = [var.cidr_block]
}

run "an_ipv6_block" {
  command = plan

  variables {
    cidr_block = "fd00::/16"
  }

  expect_failures = [var.cidr_block]
}

run "two_zones" {
  command = plan

  variables {
    zones = ["us-east-1a", "us-east-1b"]
  }

  expect_failures = [var.zones]
}

run "four_zones" {
  command = plan

  variables {
    zones = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"]
  }

  expect_failures = [var.zones]
}

run "one_zone_twice" {
  command = plan

  variables {
    zones = ["us-east-1a", "us-east-1b", "us-east-1b"]
  }

  expect_failures = [var.zones]
}

run "a_zone_of_another_region" {
  command = plan

  variables {
    zones = ["us-east-1a", "us-east-1b", "us-west-1c"]
  }

  expect_failures = [var.zones]
}

run "a_region_as_a_zone" {
  command = plan

  variables {
    zones = ["us-east-1a", "us-east-1b", "us-east-1"]
  }

  expect_failures = [var.zones]
}

run "a_region_name_that_no_cell_can_have" {
  command = plan

  variables {
    region = "US_East"
  }

  expect_failures = [var.region]
}

run "a_mesh_name_as_the_aws_region" {
  command = plan

  variables {
    aws_region = "us-east1"
  }

  expect_failures = [var.aws_region]
}

run "a_port_of_the_system" {
  command = plan

  variables {
    cell_port = 443
  }

  expect_failures = [var.cell_port]
}

run "a_port_and_a_half" {
  command = plan

  variables {
    cell_port = 8080.5
  }

  expect_failures = [var.cell_port]
}

run "a_port_too_high" {
  command = plan

  variables {
    database_port = 65536
  }

  expect_failures = [var.database_port]
}

run "a_provider_of_another_region" {
  command = plan

  providers = { aws = aws.elsewhere }

  expect_failures = [aws_vpc.region]
}
