#!/usr/bin/env bash
# terraform.sh ENDPOINT: Terraform's AWS provider creates, changes and destroys terraform/main.tf; after each change a plan
# must find nothing left to do. Exit code 3 when the provider cannot be had.
set -eu

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/terraform/main.tf" "$work/"
cd "$work"
export CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE="$work/terraformrc" TF_VAR_endpoint=$1 TF_INPUT=0
: >terraformrc
for mirror in "${TERRAFORM_PLUGINS:-}" /opt/tf-plugins; do
  if [ -d "$mirror" ]; then
    printf 'provider_installation {\n  filesystem_mirror { path = "%s" }\n}\n' "$mirror" >terraformrc
    break
  fi
done
timeout 120 terraform init -no-color >init.log 2>&1 || { tail -n 3 init.log; exit 3; }

settled() { # plan says 2 when there is something to do
  terraform plan -no-color -detailed-exitcode >plan.log 2>&1 || { cat plan.log; exit 1; }
}
changed() {
  terraform "$@" -no-color -auto-approve >change.log 2>&1 || { cat change.log; exit 1; }
}
export TF_VAR_step=1
changed apply
settled
export TF_VAR_step=2
changed apply
settled
changed destroy
printf 'Terraform: created, changed, destroyed, no drift\n'
