// The outlines of countries (Natural Earth at 1:110 million, by world-atlas) as GeoJSON, in hundredths of a degree.
const { feature } = require('topojson-client');
const atlas = require('world-atlas/countries-110m.json');
const world = feature(atlas, atlas.objects.countries);
const short = (_, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);
for (const each of world.features) each.properties = { name: each.properties.name };
process.stdout.write(JSON.stringify(world, short));
