-- Fills the catalogue up to :rows runs: 20 around the Crab nebula, the others evenly over the sky, half of them named after one
-- of 1000 sources. Deterministic: the same rows each time. Called again with a larger number it adds the rest.
\set ON_ERROR_STOP on
SELECT count(*) >= :rows AS enough FROM store.observation \gset
\if :enough
  \quit
\endif
BEGIN;
INSERT INTO store.collection (name, authority, title, schema_name, facility_name, instrument_name, default_fov, data_root, creator,
                              bibcode, release_date)
VALUES ('bench', 'distiller.example', 'Synthetic runs', 'bench', 'BENCH', 'B-I', 5, '/nowhere', 'Benchmark', '2018arXiv181004516H',
        '2018-09-01')
ON CONFLICT DO NOTHING;

INSERT INTO store.observation (collection_id, obs_id, did, telescop, instrume, object, target_key, ra_pnt, dec_pnt, s_ra, s_dec,
                               t_min, t_max, ontime, livetime, t_resolution, energy_min, energy_max, event_count, s_resolution,
                               em_res_power)
SELECT c.id, n, 'ivo://distiller.example/bench?' || n, 'BENCH', 'B-I', v.object, lower(replace(v.object, ' ', '')), v.ra, v.dec, v.ra,
       v.dec, v.t, v.t + 1683.0 / 86400, 1683, 1578.25 + n % 91, 1e-6, 0.5 + (n % 13) * 0.01, 100, 4000 + n % 4099, 0.0871 + n % 7 * 0.001,
       6.5
FROM store.collection c, generate_series((SELECT count(*) + 1 FROM store.observation), :rows) n,
  LATERAL (SELECT
    -- Steps of irrational numbers fill the sphere evenly and need no random numbers.
    CASE WHEN n <= 20 THEN 83.633 + 0.5 * cos(n) ELSE 360 * (n * 0.6180339887498949 - floor(n * 0.6180339887498949)) END AS ra,
    CASE WHEN n <= 20 THEN 22.0145 + 0.5 * sin(n)
         ELSE degrees(asin(2 * (n * 0.7548776662466927 - floor(n * 0.7548776662466927)) - 1)) END AS dec,
    CASE WHEN n <= 20 THEN 'Crab Nebula' WHEN n % 2 = 0 THEN 'Source ' || n % 1000 ELSE 'Field ' || n END AS object,
    53000 + n * 0.002 AS t) v
WHERE c.name = 'bench';
SELECT store.publish_collection('bench');
COMMIT;
VACUUM ANALYZE store.dataset, store.observation;
