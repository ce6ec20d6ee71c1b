-- The path of a file in a URL: relative to the data root, or absolute for files elsewhere. Of all characters only those
-- that would end the path or mean something else in it are replaced (RFC 3986 section 3.3).
CREATE OR REPLACE FUNCTION store.file_url_path(collection_name text, file_path text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '/files/' || collection_name || CASE WHEN file_path LIKE '/%' THEN '' ELSE '/' END ||
         replace(replace(replace(replace(replace(file_path, '%', '%25'), '#', '%23'), '?', '%3F'), ' ', '%20'), '"', '%22')
$$;

-- From runs to ObsCore: what store.dataset says of each run of store.observation.
DROP VIEW IF EXISTS store.run_dataset CASCADE;
CREATE VIEW store.run_dataset AS SELECT
  o.id AS observation_id,
  o.collection_id,
  k.kind,
  k.obscore_type AS dataproduct_type,
  k.subtype AS dataproduct_subtype,
  k.cta_type,
  k.hea_type,
  c.default_level AS dataproduct_level,
  coalesce(c.calib_level, l.calib_level) AS calib_level,
  c.name AS obs_collection,
  o.obs_id,
  concat_ws(' ', coalesce(o.telescop, c.facility_name), o.object, 'run ' || o.obs_id) AS obs_title,
  o.did AS obs_publisher_did,
  coalesce(p.origin, c.creator) AS obs_creator_name,
  c.creation_date AS obs_creation_date,
  c.release_date AS obs_release_date,
  coalesce(c.bibcode, c.doi) AS bib_reference,
  c.data_rights,
  coalesce(f.url, store.file_url_path(c.name, f.path)) AS file_path,
  CASE WHEN f.url IS NULL THEN CASE WHEN f.path LIKE '/%' THEN '' ELSE rtrim(c.data_root, '/') || '/' END || f.path END AS local_path,
  f.media_type AS file_format,
  (f.size_bytes + 999) / 1000 AS access_estsize,
  o.object AS target_name,
  o.target_key,
  o.s_ra,
  o.s_dec,
  v.s_fov,
  coalesce(o.s_region, CASE WHEN o.s_ra IS NOT NULL AND o.s_dec IS NOT NULL AND v.s_fov IS NOT NULL
                            THEN ARRAY[o.s_ra, o.s_dec, v.s_fov / 2] END) AS s_region,
  o.s_resolution,
  -1::bigint AS s_xel1, -1::bigint AS s_xel2, -1::bigint AS t_xel, -1::bigint AS em_xel,
  'calibrated' AS s_calib_status, 'calibrated' AS t_calib_status, 'calibrated' AS em_calib_status,
  o.t_min,
  o.t_max,
  o.livetime AS t_exptime,
  o.t_resolution,
  -- hc = 1.239841984332e-6 eV m, the value of the HEIG note; energies of observation are in TeV.
  1.239841984332e-18 / nullif(o.energy_max, 0) AS em_min,
  1.239841984332e-18 / nullif(o.energy_min, 0) AS em_max,
  o.em_res_power,
  'em.energy' AS em_ucd,
  k.o_ucd,
  coalesce(o.telescop, c.facility_name) AS facility_name,
  coalesce(o.instrume, a.instrument_name, c.instrument_name) AS instrument_name,
  coalesce(o.proposal_id, q.name, c.proposal_id) AS proposal_id,
  o.event_count AS ev_xel,
  o.s_ref_energy, o.s_ref_oaa, o.em_ref_energy, o.em_ref_oaa,
  o.energy_min * 1e12 AS energy_min,
  o.energy_max * 1e12 AS energy_max,
  k.hea_ucd,
  CASE WHEN p.id IS NOT NULL THEN 'reconstruction' END AS prov_activity,
  p.version AS prov_version
FROM store.observation o
  JOIN store.collection c ON c.id = o.collection_id
  JOIN store.data_level l ON l.level = c.default_level
  LEFT JOIN store.array_configuration a ON a.id = o.array_configuration_id
  LEFT JOIN store.project q ON q.id = o.project_id
  LEFT JOIN store.processing p ON p.id = o.processing_id
  LEFT JOIN LATERAL (
    SELECT f.* FROM store.observation_hdu x JOIN store.hdu u ON u.id = x.hdu_id JOIN store.file f ON f.id = u.file_id
    WHERE x.observation_id = o.id AND x.role = 'events' ORDER BY f.path, u.number LIMIT 1) f ON true
  JOIN store.product_kind k ON k.kind = CASE
    WHEN EXISTS (SELECT 1 FROM store.observation_hdu x WHERE x.observation_id = o.id AND x.role NOT IN ('events', 'gti', 'pointing'))
    THEN 'event-bundle' ELSE 'event-list' END
  CROSS JOIN LATERAL (SELECT coalesce(o.s_fov, a.mean_fov, c.default_fov) AS s_fov) v;

-- Brings the rows of runs up to date, of one collection or of all; gives how many have changed. Rows that stay as they
-- are are not touched, not even locked.
CREATE OR REPLACE FUNCTION store.refresh_datasets(collection_name text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  columns text; now_there text; wanted text;
  only_collection integer;
  updated bigint; inserted bigint;
BEGIN
  IF collection_name IS NOT NULL THEN
    only_collection := (SELECT id FROM store.collection WHERE name = collection_name);
    IF only_collection IS NULL THEN RETURN 0; END IF;
  END IF;
  SELECT string_agg(attname, ', ' ORDER BY attnum), string_agg('d.' || attname, ', ' ORDER BY attnum),
         string_agg('r.' || attname, ', ' ORDER BY attnum)
    INTO columns, now_there, wanted
    FROM pg_attribute WHERE attrelid = 'store.run_dataset'::regclass AND attnum > 0;
  EXECUTE format('UPDATE store.dataset d SET (%1$s) = ROW(%3$s) FROM store.run_dataset r
    WHERE r.observation_id = d.observation_id AND ($1 IS NULL OR r.collection_id = $1) AND ROW(%2$s) IS DISTINCT FROM ROW(%3$s)',
    columns, now_there, wanted) USING only_collection;
  GET DIAGNOSTICS updated = ROW_COUNT;
  EXECUTE format('INSERT INTO store.dataset (%1$s) SELECT %2$s FROM store.run_dataset r
    WHERE ($1 IS NULL OR r.collection_id = $1)
      AND NOT EXISTS (SELECT 1 FROM store.dataset d WHERE d.observation_id = r.observation_id)',
    columns, wanted) USING only_collection;
  GET DIAGNOSTICS inserted = ROW_COUNT;
  RETURN updated + inserted;
END $$;
