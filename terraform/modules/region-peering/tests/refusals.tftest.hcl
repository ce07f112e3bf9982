# Is a pair refused that cannot be peered, or that was handed the wrong provider?

mock_provider "aws" {
  alias = "requester"

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

mock_provider "aws" {
  alias = "accepter"

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

mock_provider "aws" {
  alias = "elsewhere"

  mock_data "aws_region" {
    defaults = { name = "ap-southeast-1" }
  }
}

variables {
  requester = {
    region             = "us-east1"
    aws_region         = "us-east-1"
    vpc_id             = "vpc-us"
    cidr_block         = "10.16.0.0/16"
    tier_cidr_blocks   = { cell = "10.16.0.0/18", database = "10.16.64.0/18", edge = "10.16.128.0/18" }
    cell_port          = 8080
    database_port      = 5432
    route_table_ids    = { cell = "rtb-us-cell", database = "rtb-us-database", edge = "rtb-us-edge" }
    security_group_ids = { cell = "sg-us-cell", database = "sg-us-database", edge = "sg-us-edge" }
  }
  accepter = {
    region             = "europe-west1"
    aws_region         = "eu-west-1"
    vpc_id             = "vpc-eu"
    cidr_block         = "10.32.0.0/16"
    tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "10.32.128.0/18" }
    cell_port          = 8443
    database_port      = 5432
    route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
    security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
  }
}

run "the_same_block" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.16.0.0/16"
      tier_cidr_blocks   = { cell = "10.16.0.0/18", database = "10.16.64.0/18", edge = "10.16.128.0/18" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "a_block_inside_the_other" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.16.240.0/20"
      tier_cidr_blocks   = { cell = "10.16.240.0/22", database = "10.16.244.0/22", edge = "10.16.248.0/22" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "a_block_around_the_other" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.0.0.0/11"
      tier_cidr_blocks   = { cell = "10.0.0.0/13", database = "10.8.0.0/13", edge = "10.24.0.0/13" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "no_block" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "everything"
      tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "10.32.128.0/18" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "a_tier_of_a_third_region" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.32.0.0/16"
      tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "10.48.128.0/18" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "a_tier_wider_than_its_network" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.32.0.0/16"
      tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "10.32.0.0/15" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "a_tier_of_everything" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.32.0.0/16"
      tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "0.0.0.0/0" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "a_tier_of_everything_at_the_requester" {
  command = plan

  variables {
    requester = {
      region             = "us-east1"
      aws_region         = "us-east-1"
      vpc_id             = "vpc-us"
      cidr_block         = "10.16.0.0/16"
      tier_cidr_blocks   = { cell = "10.16.0.0/18", database = "10.16.64.0/18", edge = "0.0.0.0/0" }
      cell_port          = 8080
      database_port      = 5432
      route_table_ids    = { cell = "rtb-us-cell", database = "rtb-us-database", edge = "rtb-us-edge" }
      security_group_ids = { cell = "sg-us-cell", database = "sg-us-database", edge = "sg-us-edge" }
    }
  }

  expect_failures = [var.requester]
}

run "the_same_aws_region" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "us-east-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.32.0.0/16"
      tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "10.32.128.0/18" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "the_same_region_of_the_mesh" {
  command = plan

  variables {
    accepter = {
      region             = "us-east1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.32.0.0/16"
      tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "10.32.128.0/18" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "databases_on_different_ports" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.32.0.0/16"
      tier_cidr_blocks   = { cell = "10.32.0.0/18", database = "10.32.64.0/18", edge = "10.32.128.0/18" }
      cell_port          = 8443
      database_port      = 26257
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }

  expect_failures = [var.accepter]
}

run "a_neighbouring_block_is_fine" {
  command = plan

  variables {
    accepter = {
      region             = "europe-west1"
      aws_region         = "eu-west-1"
      vpc_id             = "vpc-eu"
      cidr_block         = "10.17.0.0/16"
      tier_cidr_blocks   = { cell = "10.17.0.0/18", database = "10.17.64.0/18", edge = "10.17.128.0/18" }
      cell_port          = 8443
      database_port      = 5432
      route_table_ids    = { cell = "rtb-eu-cell", database = "rtb-eu-database", edge = "rtb-eu-edge" }
      security_group_ids = { cell = "sg-eu-cell", database = "sg-eu-database", edge = "sg-eu-edge" }
    }
  }
}

run "a_requester_of_another_region" {
  command = plan

  providers = { aws.requester = aws.elsewhere, aws.accepter = aws.accepter }

  expect_failures = [aws_vpc_peering_connection.regions]
}

run "an_accepter_of_another_region" {
  command = plan

  providers = { aws.requester = aws.requester, aws.accepter = aws.elsewhere }

  expect_failures = [aws_vpc_peering_connection_accepter.regions]
}
