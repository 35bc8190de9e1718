#!/bin/sh
# Start coturn by the rules beside this file and by this machine's own:
#   TURN_SECRET       shared with the front desks
#   MEDIA_ADDRESS     the media nodes' announced addresses, commas between them
#   TURN_CERTIFICATE  a PEM file with the whole chain; without it there is no TLS
#   TURN_KEY          its private key, PEM
# Arguments go on to turnserver. The secret goes through a file: anybody can read a command line.
set -eu
umask 077
settings=$(mktemp)
{
  cat "$(dirname "$0")/turnserver.conf"
  echo "static-auth-secret=${TURN_SECRET:?a secret shared with the front desks}"
  echo "${MEDIA_ADDRESS:?the addresses of the media nodes}" | tr -d ' ' | tr ',' '\n' |
    sed 's/^/allowed-peer-ip=/'
  if [ -n "${TURN_CERTIFICATE:-}" ]; then
    echo "cert=$TURN_CERTIFICATE"
    echo "pkey=${TURN_KEY:?the private key of the certificate}"
  else
    echo no-tls
  fi
} >"$settings"
exec turnserver -c "$settings" "$@"
