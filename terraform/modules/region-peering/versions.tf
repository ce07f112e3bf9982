terraform {
  # A validation may name another variable from 1.9 on.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.100"
      configuration_aliases = [aws.requester, aws.accepter]
    }
  }
}
