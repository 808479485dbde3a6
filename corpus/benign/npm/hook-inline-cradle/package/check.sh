#!/bin/sh
set -e
node --version
