terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "endpoint" { type = string }
variable "step" { type = number }
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "cairn"
  secret_key                  = "cairn"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  endpoints { dynamodb = var.endpoint }
}
# Step 1 is the table as first written, step 2 what becomes of it.
resource "aws_dynamodb_table" "orders" {
  name             = "terraform-orders"
  billing_mode     = var.step == 1 ? "PROVISIONED" : "PAY_PER_REQUEST"
  read_capacity    = var.step == 1 ? 5 : null
  write_capacity   = var.step == 1 ? 5 : null
  hash_key         = "customer"
  range_key        = "order"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  deletion_protection_enabled = false
  attribute {
    name = "customer"
    type = "S"
  }
  attribute {
    name = "order"
    type = "N"
  }
  attribute {
    name = "state"
    type = "S"
  }
  global_secondary_index {
    name            = "byState"
    hash_key        = "state"
    range_key       = "order"
    projection_type = "INCLUDE"
    non_key_attributes = ["total"]
    read_capacity   = var.step == 1 ? 5 : null
    write_capacity  = var.step == 1 ? 5 : null
  }
  dynamic "global_secondary_index" {
    for_each = var.step == 1 ? [] : [1]
    content {
      name            = "byOrder"
      hash_key        = "order"
      projection_type = "ALL"
    }
  }
  local_secondary_index {
    name            = "stateOfCustomer"
    range_key       = "state"
    projection_type = "KEYS_ONLY"
  }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  server_side_encryption { enabled = var.step == 1 }
  point_in_time_recovery { enabled = false }
  tags = { team = "orders", step = tostring(var.step) }
}
resource "aws_dynamodb_table_item" "first" {
  table_name = aws_dynamodb_table.orders.name
  hash_key   = aws_dynamodb_table.orders.hash_key
  range_key  = aws_dynamodb_table.orders.range_key
  item       = jsonencode({ customer = { S = "ann" }, order = { N = "1" }, state = { S = "open" }, step = { N = tostring(var.step) }, marks = { SS = ["a", "b"] } })
}
data "aws_dynamodb_table" "seen" {
  name = aws_dynamodb_table.orders.name
}
output "hash" { value = data.aws_dynamodb_table.seen.hash_key }
