#!/usr/bin/env bash
# What the pages load that others wrote: fetched once, bundled, and kept in the package. Needs npm and a network.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
out="$here/../../src/communique/web/static/vendor"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp "$here/echarts.js" "$here/world.js" "$work"
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit echarts@6.1.0 esbuild@0.28.2 htmx.org@2.0.11 topojson-client@3.1.0 world-atlas@2.0.2
npx esbuild echarts.js --bundle --minify --format=iife --global-name=echarts --legal-comments=none --outfile="$out/echarts.js"
node world.js > "$out/world.json"
cp node_modules/htmx.org/dist/htmx.min.js "$out/htmx.js"
{
  for each in htmx.org echarts world-atlas; do
    node -p "const p = require('./node_modules/$each/package.json'); p.name + ' ' + p.version"
    cat "node_modules/$each/LICENSE"
    [ ! -f "node_modules/$each/NOTICE" ] || cat "node_modules/$each/NOTICE"
    echo
  done
} > "$out/LICENCES.txt"
