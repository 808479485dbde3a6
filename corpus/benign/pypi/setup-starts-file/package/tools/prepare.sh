#!/bin/bash
git describe --tags > acme_notes/version.txt
