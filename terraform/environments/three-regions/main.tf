terraform {
  # A validation may name another variable from 1.9 on.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

locals {
  aws_regions = {
    us-east1        = "us-east-1"
    europe-west1    = "eu-west-1"
    asia-southeast1 = "ap-southeast-1"
  }

  # Named rather than looked up: a zone that AWS adds or withdraws must not move subnets.
  zones = { for region, aws_region in local.aws_regions : region => [for letter in ["a", "b", "c"] : "${aws_region}${letter}"] }

  tags = { project = "cellmesh", environment = var.environment }
}

provider "aws" {
  alias  = "us_east1"
  region = local.aws_regions["us-east1"]

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias  = "europe_west1"
  region = local.aws_regions["europe-west1"]

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias  = "asia_southeast1"
  region = local.aws_regions["asia-southeast1"]

  default_tags {
    tags = local.tags
  }
}
