-- Made by catalog/model/generate.py from the model, version 1.0. Do not edit.

DO $$
DECLARE old text;
BEGIN
  IF to_regclass('tap_schema.tables') IS NOT NULL THEN
    FOR old IN SELECT table_name FROM tap_schema.tables WHERE table_type = 'view' LOOP
      IF to_regclass(old) IS NOT NULL THEN EXECUTE format('DROP VIEW %s CASCADE', to_regclass(old)); END IF;
    END LOOP;
  END IF;
END $$;

CREATE SCHEMA IF NOT EXISTS ivoa;
COMMENT ON SCHEMA ivoa IS 'Tables defined by the IVOA.';

CREATE SCHEMA IF NOT EXISTS cta;
COMMENT ON SCHEMA cta IS 'Event lists and products in the words of the CTA Data Distiller.';

CREATE SCHEMA IF NOT EXISTS dl3;
COMMENT ON SCHEMA dl3 IS 'Runs, their files, responses, headers and circumstances, as the files themselves say.';

CREATE SCHEMA IF NOT EXISTS prov;
COMMENT ON SCHEMA prov IS 'How datasets came to be: the IVOA Provenance Data Model 1.0 as tables.';

CREATE SCHEMA IF NOT EXISTS tap_schema;
COMMENT ON SCHEMA tap_schema IS 'The tables of this service and their columns (TAP 1.1 section 4).';

DROP VIEW IF EXISTS ivoa.obscore CASCADE;
CREATE VIEW ivoa.obscore AS SELECT
  d.dataproduct_type AS dataproduct_type,
  d.calib_level AS calib_level,
  d.obs_collection AS obs_collection,
  d.obs_id AS obs_id,
  d.obs_publisher_did AS obs_publisher_did,
  concat(current_setting('distill.base_url', true), d.links_path) AS access_url,
  'application/x-votable+xml;content=datalink'::text AS access_format,
  d.access_estsize AS access_estsize,
  d.target_name AS target_name,
  d.s_ra AS s_ra,
  d.s_dec AS s_dec,
  d.s_fov AS s_fov,
  d.s_region AS s_region,
  d.s_resolution AS s_resolution,
  d.s_xel1 AS s_xel1,
  d.s_xel2 AS s_xel2,
  d.t_min AS t_min,
  d.t_max AS t_max,
  d.t_exptime AS t_exptime,
  d.t_resolution AS t_resolution,
  d.t_xel AS t_xel,
  d.em_min AS em_min,
  d.em_max AS em_max,
  d.em_res_power AS em_res_power,
  d.em_xel AS em_xel,
  d.o_ucd AS o_ucd,
  d.pol_states AS pol_states,
  d.pol_xel AS pol_xel,
  d.facility_name AS facility_name,
  d.instrument_name AS instrument_name,
  d.dataproduct_subtype AS dataproduct_subtype,
  d.obs_title AS obs_title,
  d.obs_creator_name AS obs_creator_name,
  (d.obs_creation_date AT TIME ZONE 'UTC') AS obs_creation_date,
  (d.obs_release_date AT TIME ZONE 'UTC') AS obs_release_date,
  d.data_rights AS data_rights,
  d.bib_reference AS bib_reference,
  d.em_ucd AS em_ucd,
  d.s_calib_status AS s_calib_status,
  d.t_calib_status AS t_calib_status,
  d.em_calib_status AS em_calib_status,
  d.proposal_id AS proposal_id,
  d.dataproduct_level AS dataproduct_level,
  d.target_key AS target_key,
  CASE WHEN d.file_path LIKE '/%' THEN concat(current_setting('distill.base_url', true), d.file_path) ELSE d.file_path END AS file_url,
  d.file_format AS file_format,
  d.prov_activity AS prov_activity,
  d.prov_version AS prov_version,
  d.prov_inputs AS prov_inputs
FROM store.dataset d
WHERE (SELECT store.visible_collections())[d.collection_id] AND (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')));
COMMENT ON VIEW ivoa.obscore IS 'All datasets of this service in the columns of ObsCore 1.1, event lists and what was made of them.';
COMMENT ON COLUMN ivoa.obscore.dataproduct_type IS 'Kind of data: event, image, cube, spectrum, sed, timeseries, measurements.';
COMMENT ON COLUMN ivoa.obscore.calib_level IS 'Calibration level: 0 raw, 1 in a standard format, 2 without instrument signature, 3 enhanced, 4 analysed.';
COMMENT ON COLUMN ivoa.obscore.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN ivoa.obscore.obs_id IS 'Identifier of the observation, unique in the collection: OBS_ID of a run.';
COMMENT ON COLUMN ivoa.obscore.obs_publisher_did IS 'Publisher identifier of the dataset.';
COMMENT ON COLUMN ivoa.obscore.access_url IS 'DataLink document: the file, its responses, previews, provenance and services on it.';
COMMENT ON COLUMN ivoa.obscore.access_format IS 'Media type of what access_url gives.';
COMMENT ON COLUMN ivoa.obscore.access_estsize IS 'Size of the file in units of 1000 bytes, rounded up.';
COMMENT ON COLUMN ivoa.obscore.target_name IS 'Name of the target as the observer gave it.';
COMMENT ON COLUMN ivoa.obscore.s_ra IS 'Right ascension of the centre (ICRS).';
COMMENT ON COLUMN ivoa.obscore.s_dec IS 'Declination of the centre (ICRS).';
COMMENT ON COLUMN ivoa.obscore.s_fov IS 'Diameter of the covered region.';
COMMENT ON COLUMN ivoa.obscore.s_region IS 'Footprint (ICRS).';
COMMENT ON COLUMN ivoa.obscore.s_resolution IS 'Angular resolution (FWHM); for which energy and angle ivoa.obscore_hea says.';
COMMENT ON COLUMN ivoa.obscore.s_xel1 IS 'Pixels along the first axis of the sky; -1 for event lists.';
COMMENT ON COLUMN ivoa.obscore.s_xel2 IS 'Pixels along the second axis of the sky; -1 for event lists.';
COMMENT ON COLUMN ivoa.obscore.t_min IS 'Start (MJD, UTC).';
COMMENT ON COLUMN ivoa.obscore.t_max IS 'End (MJD, UTC).';
COMMENT ON COLUMN ivoa.obscore.t_exptime IS 'Exposure: the livetime.';
COMMENT ON COLUMN ivoa.obscore.t_resolution IS 'Resolution in time.';
COMMENT ON COLUMN ivoa.obscore.t_xel IS 'Bins in time; -1 for event lists.';
COMMENT ON COLUMN ivoa.obscore.em_min IS 'Shortest wavelength: hc / energy_max.';
COMMENT ON COLUMN ivoa.obscore.em_max IS 'Longest wavelength: hc / energy_min.';
COMMENT ON COLUMN ivoa.obscore.em_res_power IS 'Resolving power E / dE.';
COMMENT ON COLUMN ivoa.obscore.em_xel IS 'Bins in energy; -1 for event lists.';
COMMENT ON COLUMN ivoa.obscore.o_ucd IS 'UCD of what is measured; null for event lists.';
COMMENT ON COLUMN ivoa.obscore.pol_states IS 'Polarisation states: none in gamma rays.';
COMMENT ON COLUMN ivoa.obscore.pol_xel IS 'Number of polarisation states.';
COMMENT ON COLUMN ivoa.obscore.facility_name IS 'Facility: TELESCOP.';
COMMENT ON COLUMN ivoa.obscore.instrument_name IS 'Instrument: INSTRUME, or the sub-array.';
COMMENT ON COLUMN ivoa.obscore.dataproduct_subtype IS 'Kind of data in more detail; dl3 for event lists with responses.';
COMMENT ON COLUMN ivoa.obscore.obs_title IS 'Title of one line.';
COMMENT ON COLUMN ivoa.obscore.obs_creator_name IS 'Who made the data.';
COMMENT ON COLUMN ivoa.obscore.obs_creation_date IS 'When the data were made.';
COMMENT ON COLUMN ivoa.obscore.obs_release_date IS 'When the data become public.';
COMMENT ON COLUMN ivoa.obscore.data_rights IS 'public, secure or proprietary.';
COMMENT ON COLUMN ivoa.obscore.bib_reference IS 'Bibcode or DOI of the paper to cite.';
COMMENT ON COLUMN ivoa.obscore.em_ucd IS 'Nature of the spectral axis of the data.';
COMMENT ON COLUMN ivoa.obscore.s_calib_status IS 'Calibration of positions: uncalibrated, raw, calibrated.';
COMMENT ON COLUMN ivoa.obscore.t_calib_status IS 'Calibration of times: uncalibrated, raw, calibrated.';
COMMENT ON COLUMN ivoa.obscore.em_calib_status IS 'Calibration of energies: uncalibrated, relative, absolute.';
COMMENT ON COLUMN ivoa.obscore.proposal_id IS 'Identifier of the proposal.';
COMMENT ON COLUMN ivoa.obscore.dataproduct_level IS 'Data level from 0 to 5: 3 is DL3.';
COMMENT ON COLUMN ivoa.obscore.target_key IS 'Name of the target in lower case without blanks: equal for Crab Nebula and CrabNebula.';
COMMENT ON COLUMN ivoa.obscore.file_url IS 'The file itself.';
COMMENT ON COLUMN ivoa.obscore.file_format IS 'Media type of the file.';
COMMENT ON COLUMN ivoa.obscore.prov_activity IS 'Kind of the last activity that made it.';
COMMENT ON COLUMN ivoa.obscore.prov_version IS 'Version of the software of that activity.';
COMMENT ON COLUMN ivoa.obscore.prov_inputs IS 'Number of datasets it was made of.';

DROP VIEW IF EXISTS ivoa.obscore_hea CASCADE;
CREATE VIEW ivoa.obscore_hea AS SELECT
  d.obs_publisher_did AS obs_publisher_did,
  d.hea_type AS hea_product_type,
  d.ev_xel AS ev_xel,
  d.s_ref_energy AS s_ref_energy,
  d.em_ref_energy AS em_ref_energy,
  d.s_ref_oaa AS s_ref_oaa,
  d.em_ref_oaa AS em_ref_oaa,
  o.t_intervals AS t_intervals,
  d.energy_min AS energy_min,
  d.energy_max AS energy_max,
  d.hea_ucd AS hea_o_ucd,
  o.obs_mode AS obs_mode,
  o.tracking_mode AS tracking_mode,
  o.scan_mode AS scan_mode,
  o.pointing_mode AS pointing_mode,
  o.analysis_mode AS analysis_mode,
  p.event_type AS event_type,
  'photon'::text AS messenger_name,
  '22'::text AS messenger_pdgid
FROM store.dataset d LEFT JOIN store.observation o ON o.id = d.observation_id LEFT JOIN store.processing p ON p.id = o.processing_id
WHERE (SELECT store.visible_collections())[d.collection_id] AND (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')));
COMMENT ON VIEW ivoa.obscore_hea IS 'What ObsCore has no word for but high-energy data need, in the columns of the extension proposed by the High Energy Interest Group. One row for each of ivoa.obscore, to be used with NATURAL JOIN.';
COMMENT ON COLUMN ivoa.obscore_hea.obs_publisher_did IS 'Publisher identifier of the dataset.';
COMMENT ON COLUMN ivoa.obscore_hea.hea_product_type IS 'Kind of data in the words proposed by the High Energy Interest Group.';
COMMENT ON COLUMN ivoa.obscore_hea.ev_xel IS 'Number of events.';
COMMENT ON COLUMN ivoa.obscore_hea.s_ref_energy IS 'Energy for which s_resolution holds.';
COMMENT ON COLUMN ivoa.obscore_hea.em_ref_energy IS 'Energy for which em_res_power holds.';
COMMENT ON COLUMN ivoa.obscore_hea.s_ref_oaa IS 'Off-axis angle for which s_resolution holds.';
COMMENT ON COLUMN ivoa.obscore_hea.em_ref_oaa IS 'Off-axis angle for which em_res_power holds.';
COMMENT ON COLUMN ivoa.obscore_hea.t_intervals IS 'Good time intervals as an ASCII TMOC.';
COMMENT ON COLUMN ivoa.obscore_hea.energy_min IS 'Least energy.';
COMMENT ON COLUMN ivoa.obscore_hea.energy_max IS 'Greatest energy.';
COMMENT ON COLUMN ivoa.obscore_hea.hea_o_ucd IS 'What is measured, for event lists too, several words joined by #.';
COMMENT ON COLUMN ivoa.obscore_hea.obs_mode IS 'OBS_MODE.';
COMMENT ON COLUMN ivoa.obscore_hea.tracking_mode IS 'sidereal, fixed-az-el-transit, solar-system-object-tracking or none.';
COMMENT ON COLUMN ivoa.obscore_hea.scan_mode IS 'on-source, on-off, raster-map, ...';
COMMENT ON COLUMN ivoa.obscore_hea.pointing_mode IS 'parallel, convergent or divergent.';
COMMENT ON COLUMN ivoa.obscore_hea.analysis_mode IS 'full-enclosure or point-like, as the responses are.';
COMMENT ON COLUMN ivoa.obscore_hea.event_type IS 'EVENT_TYPE: the type of events in that class.';
COMMENT ON COLUMN ivoa.obscore_hea.messenger_name IS 'What was detected.';
COMMENT ON COLUMN ivoa.obscore_hea.messenger_pdgid IS 'The same as number of the Particle Data Group.';

DROP VIEW IF EXISTS cta.vo_obscore CASCADE;
CREATE VIEW cta.vo_obscore AS SELECT
  d.cta_type AS dataproduct_type,
  d.calib_level AS calib_level,
  d.dataproduct_level AS dataproduct_level,
  d.obs_collection AS obs_collection,
  d.obs_id AS obs_id,
  d.obs_publisher_did AS obs_publisher_did,
  CASE WHEN d.file_path LIKE '/%' THEN concat(current_setting('distill.base_url', true), d.file_path) ELSE d.file_path END AS access_url,
  CASE WHEN (SELECT store.local_collections())[d.collection_id] THEN d.local_path END AS access_url_local,
  d.file_format AS access_format,
  d.access_estsize AS access_estsize,
  d.target_name AS target_name,
  d.s_ra AS s_ra,
  d.s_dec AS s_dec,
  d.s_fov AS s_fov,
  d.s_region AS s_region,
  d.s_resolution AS s_resolution,
  d.s_xel1 AS s_xel1,
  d.s_xel2 AS s_xel2,
  d.t_min AS t_min,
  d.t_max AS t_max,
  d.t_exptime AS t_exptime,
  d.t_resolution AS t_resolution,
  d.t_xel AS t_xel,
  d.em_min AS em_min,
  d.em_max AS em_max,
  d.em_res_power AS em_res_power,
  d.em_xel AS em_xel,
  d.o_ucd AS o_ucd,
  d.pol_states AS pol_states,
  d.pol_xel AS pol_xel,
  d.facility_name AS facility_name,
  d.instrument_name AS instrument_name,
  d.dataproduct_subtype AS dataproduct_subtype,
  d.obs_title AS obs_title,
  d.obs_creator_name AS obs_creator_name,
  (d.obs_creation_date AT TIME ZONE 'UTC') AS obs_creation_date,
  (d.obs_release_date AT TIME ZONE 'UTC') AS obs_release_date,
  d.data_rights AS data_rights,
  d.bib_reference AS bib_reference,
  d.em_ucd AS em_ucd,
  d.s_calib_status AS s_calib_status,
  d.t_calib_status AS t_calib_status,
  d.em_calib_status AS em_calib_status,
  d.proposal_id AS proposal_id,
  d.target_key AS target_key,
  concat(current_setting('distill.base_url', true), d.links_path) AS datalink_url,
  d.prov_activity AS prov_activity,
  d.prov_version AS prov_version,
  d.prov_inputs AS prov_inputs
FROM store.dataset d
WHERE (SELECT store.visible_collections())[d.collection_id] AND (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')));
COMMENT ON VIEW cta.vo_obscore IS 'The datasets in the columns and words of the CTA Data Distiller: event lists are eventlist, access_url is the file.';
COMMENT ON COLUMN cta.vo_obscore.dataproduct_type IS 'Kind of data in the words of cta.vo_obscore: eventlist.';
COMMENT ON COLUMN cta.vo_obscore.calib_level IS 'Calibration level: 0 raw, 1 in a standard format, 2 without instrument signature, 3 enhanced, 4 analysed.';
COMMENT ON COLUMN cta.vo_obscore.dataproduct_level IS 'Data level from 0 to 5: 3 is DL3.';
COMMENT ON COLUMN cta.vo_obscore.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN cta.vo_obscore.obs_id IS 'Identifier of the observation, unique in the collection: OBS_ID of a run.';
COMMENT ON COLUMN cta.vo_obscore.obs_publisher_did IS 'Publisher identifier of the dataset.';
COMMENT ON COLUMN cta.vo_obscore.access_url IS 'The file.';
COMMENT ON COLUMN cta.vo_obscore.access_url_local IS 'The file on the service''s machines; null for anonymous users and those who may not read it.';
COMMENT ON COLUMN cta.vo_obscore.access_format IS 'Media type of the file.';
COMMENT ON COLUMN cta.vo_obscore.access_estsize IS 'Size of the file in units of 1000 bytes, rounded up.';
COMMENT ON COLUMN cta.vo_obscore.target_name IS 'Name of the target as the observer gave it.';
COMMENT ON COLUMN cta.vo_obscore.s_ra IS 'Right ascension of the centre (ICRS).';
COMMENT ON COLUMN cta.vo_obscore.s_dec IS 'Declination of the centre (ICRS).';
COMMENT ON COLUMN cta.vo_obscore.s_fov IS 'Diameter of the covered region.';
COMMENT ON COLUMN cta.vo_obscore.s_region IS 'Footprint (ICRS).';
COMMENT ON COLUMN cta.vo_obscore.s_resolution IS 'Angular resolution (FWHM); for which energy and angle ivoa.obscore_hea says.';
COMMENT ON COLUMN cta.vo_obscore.s_xel1 IS 'Pixels along the first axis of the sky; -1 for event lists.';
COMMENT ON COLUMN cta.vo_obscore.s_xel2 IS 'Pixels along the second axis of the sky; -1 for event lists.';
COMMENT ON COLUMN cta.vo_obscore.t_min IS 'Start (MJD, UTC).';
COMMENT ON COLUMN cta.vo_obscore.t_max IS 'End (MJD, UTC).';
COMMENT ON COLUMN cta.vo_obscore.t_exptime IS 'Exposure: the livetime.';
COMMENT ON COLUMN cta.vo_obscore.t_resolution IS 'Resolution in time.';
COMMENT ON COLUMN cta.vo_obscore.t_xel IS 'Bins in time; -1 for event lists.';
COMMENT ON COLUMN cta.vo_obscore.em_min IS 'Shortest wavelength: hc / energy_max.';
COMMENT ON COLUMN cta.vo_obscore.em_max IS 'Longest wavelength: hc / energy_min.';
COMMENT ON COLUMN cta.vo_obscore.em_res_power IS 'Resolving power E / dE.';
COMMENT ON COLUMN cta.vo_obscore.em_xel IS 'Bins in energy; -1 for event lists.';
COMMENT ON COLUMN cta.vo_obscore.o_ucd IS 'UCD of what is measured; null for event lists.';
COMMENT ON COLUMN cta.vo_obscore.pol_states IS 'Polarisation states: none in gamma rays.';
COMMENT ON COLUMN cta.vo_obscore.pol_xel IS 'Number of polarisation states.';
COMMENT ON COLUMN cta.vo_obscore.facility_name IS 'Facility: TELESCOP.';
COMMENT ON COLUMN cta.vo_obscore.instrument_name IS 'Instrument: INSTRUME, or the sub-array.';
COMMENT ON COLUMN cta.vo_obscore.dataproduct_subtype IS 'Kind of data in more detail; dl3 for event lists with responses.';
COMMENT ON COLUMN cta.vo_obscore.obs_title IS 'Title of one line.';
COMMENT ON COLUMN cta.vo_obscore.obs_creator_name IS 'Who made the data.';
COMMENT ON COLUMN cta.vo_obscore.obs_creation_date IS 'When the data were made.';
COMMENT ON COLUMN cta.vo_obscore.obs_release_date IS 'When the data become public.';
COMMENT ON COLUMN cta.vo_obscore.data_rights IS 'public, secure or proprietary.';
COMMENT ON COLUMN cta.vo_obscore.bib_reference IS 'Bibcode or DOI of the paper to cite.';
COMMENT ON COLUMN cta.vo_obscore.em_ucd IS 'Nature of the spectral axis of the data.';
COMMENT ON COLUMN cta.vo_obscore.s_calib_status IS 'Calibration of positions: uncalibrated, raw, calibrated.';
COMMENT ON COLUMN cta.vo_obscore.t_calib_status IS 'Calibration of times: uncalibrated, raw, calibrated.';
COMMENT ON COLUMN cta.vo_obscore.em_calib_status IS 'Calibration of energies: uncalibrated, relative, absolute.';
COMMENT ON COLUMN cta.vo_obscore.proposal_id IS 'Identifier of the proposal.';
COMMENT ON COLUMN cta.vo_obscore.target_key IS 'Name of the target in lower case without blanks: equal for Crab Nebula and CrabNebula.';
COMMENT ON COLUMN cta.vo_obscore.datalink_url IS 'DataLink document of the dataset.';
COMMENT ON COLUMN cta.vo_obscore.prov_activity IS 'Kind of the last activity that made it.';
COMMENT ON COLUMN cta.vo_obscore.prov_version IS 'Version of the software of that activity.';
COMMENT ON COLUMN cta.vo_obscore.prov_inputs IS 'Number of datasets it was made of.';

DROP VIEW IF EXISTS store.collection_obscore CASCADE;
CREATE VIEW store.collection_obscore AS SELECT
  d.dataproduct_type AS dataproduct_type,
  d.calib_level AS calib_level,
  d.obs_collection AS obs_collection,
  d.obs_number AS obs_id,
  d.obs_publisher_did AS obs_publisher_did,
  concat(current_setting('distill.base_url', true), d.links_path) AS access_url,
  'application/x-votable+xml;content=datalink'::text AS access_format,
  d.access_estsize AS access_estsize,
  d.target_name AS target_name,
  d.s_ra AS s_ra,
  d.s_dec AS s_dec,
  d.s_fov AS s_fov,
  d.s_region AS s_region,
  d.s_resolution AS s_resolution,
  d.s_xel1 AS s_xel1,
  d.s_xel2 AS s_xel2,
  d.t_min AS t_min,
  d.t_max AS t_max,
  d.t_exptime AS t_exptime,
  d.t_resolution AS t_resolution,
  d.t_xel AS t_xel,
  d.em_min AS em_min,
  d.em_max AS em_max,
  d.em_res_power AS em_res_power,
  d.em_xel AS em_xel,
  d.o_ucd AS o_ucd,
  d.pol_states AS pol_states,
  d.pol_xel AS pol_xel,
  d.facility_name AS facility_name,
  d.instrument_name AS instrument_name,
  d.dataproduct_subtype AS dataproduct_subtype,
  d.obs_title AS obs_title,
  d.obs_creator_name AS obs_creator_name,
  (d.obs_creation_date AT TIME ZONE 'UTC') AS obs_creation_date,
  (d.obs_release_date AT TIME ZONE 'UTC') AS obs_release_date,
  d.data_rights AS data_rights,
  d.bib_reference AS bib_reference,
  d.em_ucd AS em_ucd,
  d.s_calib_status AS s_calib_status,
  d.t_calib_status AS t_calib_status,
  d.em_calib_status AS em_calib_status,
  d.proposal_id AS proposal_id,
  d.dataproduct_level AS dataproduct_level,
  d.target_key AS target_key,
  CASE WHEN d.file_path LIKE '/%' THEN concat(current_setting('distill.base_url', true), d.file_path) ELSE d.file_path END AS file_url,
  d.file_format AS file_format,
  d.prov_activity AS prov_activity,
  d.prov_version AS prov_version,
  d.prov_inputs AS prov_inputs,
  o.obs_mode AS obs_mode,
  o.ra_pnt AS ra_pnt,
  o.dec_pnt AS dec_pnt,
  o.glon_pnt AS glon_pnt,
  o.glat_pnt AS glat_pnt,
  o.alt_pnt AS alt_pnt,
  o.az_pnt AS az_pnt,
  o.zen_pnt AS zen_pnt,
  o.radecsys AS radecsys,
  o.tstart AS tstart,
  o.tstop AS tstop,
  o.mjdrefi AS mjdrefi,
  o.mjdreff AS mjdreff,
  o.timesys AS timesys,
  o.ontime AS ontime,
  o.livetime AS livetime,
  o.deadc AS deadc,
  o.telapse AS telapse,
  o.date_obs AS date_obs,
  o.time_obs AS time_obs,
  o.date_end AS date_end,
  o.time_end AS time_end,
  o.telescop AS telescop,
  o.instrume AS instrume,
  o.n_tels AS n_tels,
  o.tellist AS tellist,
  o.object AS object,
  o.ra_obj AS ra_obj,
  o.dec_obj AS dec_obj,
  o.event_count AS event_count,
  o.safe_energy_lo AS safe_energy_lo,
  o.safe_energy_hi AS safe_energy_hi,
  a.muoneff AS muoneff,
  a.brokpix AS brokpix,
  a.airtemp AS airtemp,
  a.pressure AS pressure,
  a.relhum AS relhum,
  a.nsblevel AS nsblevel,
  a.trgrate AS trgrate,
  a.zttrgrate AS zttrgrate,
  a.quality AS quality,
  p.ev_class AS ev_class,
  p.event_type AS event_type,
  d.collection_id AS of_collection_id,
  d.obs_id AS text_obs_id
FROM store.dataset d JOIN store.observation o ON o.id = d.observation_id LEFT JOIN store.ambient_conditions a ON a.observation_id = o.id LEFT JOIN store.processing p ON p.id = o.processing_id
WHERE (SELECT store.visible_collections())[d.collection_id] AND (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')));
COMMENT ON VIEW store.collection_obscore IS 'The runs of this collection in the columns of ObsCore 1.1 and, under their GADF names, of an observation index table.';
COMMENT ON COLUMN store.collection_obscore.dataproduct_type IS 'Kind of data: event, image, cube, spectrum, sed, timeseries, measurements.';
COMMENT ON COLUMN store.collection_obscore.calib_level IS 'Calibration level: 0 raw, 1 in a standard format, 2 without instrument signature, 3 enhanced, 4 analysed.';
COMMENT ON COLUMN store.collection_obscore.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN store.collection_obscore.obs_id IS 'OBS_ID of the run.';
COMMENT ON COLUMN store.collection_obscore.obs_publisher_did IS 'Publisher identifier of the dataset.';
COMMENT ON COLUMN store.collection_obscore.access_url IS 'DataLink document: the file, its responses, previews, provenance and services on it.';
COMMENT ON COLUMN store.collection_obscore.access_format IS 'Media type of what access_url gives.';
COMMENT ON COLUMN store.collection_obscore.access_estsize IS 'Size of the file in units of 1000 bytes, rounded up.';
COMMENT ON COLUMN store.collection_obscore.target_name IS 'Name of the target as the observer gave it.';
COMMENT ON COLUMN store.collection_obscore.s_ra IS 'Right ascension of the centre (ICRS).';
COMMENT ON COLUMN store.collection_obscore.s_dec IS 'Declination of the centre (ICRS).';
COMMENT ON COLUMN store.collection_obscore.s_fov IS 'Diameter of the covered region.';
COMMENT ON COLUMN store.collection_obscore.s_region IS 'Footprint (ICRS).';
COMMENT ON COLUMN store.collection_obscore.s_resolution IS 'Angular resolution (FWHM); for which energy and angle ivoa.obscore_hea says.';
COMMENT ON COLUMN store.collection_obscore.s_xel1 IS 'Pixels along the first axis of the sky; -1 for event lists.';
COMMENT ON COLUMN store.collection_obscore.s_xel2 IS 'Pixels along the second axis of the sky; -1 for event lists.';
COMMENT ON COLUMN store.collection_obscore.t_min IS 'Start (MJD, UTC).';
COMMENT ON COLUMN store.collection_obscore.t_max IS 'End (MJD, UTC).';
COMMENT ON COLUMN store.collection_obscore.t_exptime IS 'Exposure: the livetime.';
COMMENT ON COLUMN store.collection_obscore.t_resolution IS 'Resolution in time.';
COMMENT ON COLUMN store.collection_obscore.t_xel IS 'Bins in time; -1 for event lists.';
COMMENT ON COLUMN store.collection_obscore.em_min IS 'Shortest wavelength: hc / energy_max.';
COMMENT ON COLUMN store.collection_obscore.em_max IS 'Longest wavelength: hc / energy_min.';
COMMENT ON COLUMN store.collection_obscore.em_res_power IS 'Resolving power E / dE.';
COMMENT ON COLUMN store.collection_obscore.em_xel IS 'Bins in energy; -1 for event lists.';
COMMENT ON COLUMN store.collection_obscore.o_ucd IS 'UCD of what is measured; null for event lists.';
COMMENT ON COLUMN store.collection_obscore.pol_states IS 'Polarisation states: none in gamma rays.';
COMMENT ON COLUMN store.collection_obscore.pol_xel IS 'Number of polarisation states.';
COMMENT ON COLUMN store.collection_obscore.facility_name IS 'Facility: TELESCOP.';
COMMENT ON COLUMN store.collection_obscore.instrument_name IS 'Instrument: INSTRUME, or the sub-array.';
COMMENT ON COLUMN store.collection_obscore.dataproduct_subtype IS 'Kind of data in more detail; dl3 for event lists with responses.';
COMMENT ON COLUMN store.collection_obscore.obs_title IS 'Title of one line.';
COMMENT ON COLUMN store.collection_obscore.obs_creator_name IS 'Who made the data.';
COMMENT ON COLUMN store.collection_obscore.obs_creation_date IS 'When the data were made.';
COMMENT ON COLUMN store.collection_obscore.obs_release_date IS 'When the data become public.';
COMMENT ON COLUMN store.collection_obscore.data_rights IS 'public, secure or proprietary.';
COMMENT ON COLUMN store.collection_obscore.bib_reference IS 'Bibcode or DOI of the paper to cite.';
COMMENT ON COLUMN store.collection_obscore.em_ucd IS 'Nature of the spectral axis of the data.';
COMMENT ON COLUMN store.collection_obscore.s_calib_status IS 'Calibration of positions: uncalibrated, raw, calibrated.';
COMMENT ON COLUMN store.collection_obscore.t_calib_status IS 'Calibration of times: uncalibrated, raw, calibrated.';
COMMENT ON COLUMN store.collection_obscore.em_calib_status IS 'Calibration of energies: uncalibrated, relative, absolute.';
COMMENT ON COLUMN store.collection_obscore.proposal_id IS 'Identifier of the proposal.';
COMMENT ON COLUMN store.collection_obscore.dataproduct_level IS 'Data level from 0 to 5: 3 is DL3.';
COMMENT ON COLUMN store.collection_obscore.target_key IS 'Name of the target in lower case without blanks: equal for Crab Nebula and CrabNebula.';
COMMENT ON COLUMN store.collection_obscore.file_url IS 'The file itself.';
COMMENT ON COLUMN store.collection_obscore.file_format IS 'Media type of the file.';
COMMENT ON COLUMN store.collection_obscore.prov_activity IS 'Kind of the last activity that made it.';
COMMENT ON COLUMN store.collection_obscore.prov_version IS 'Version of the software of that activity.';
COMMENT ON COLUMN store.collection_obscore.prov_inputs IS 'Number of datasets it was made of.';
COMMENT ON COLUMN store.collection_obscore.obs_mode IS 'OBS_MODE.';
COMMENT ON COLUMN store.collection_obscore.ra_pnt IS 'RA_PNT, as written in the file, in RADECSYS.';
COMMENT ON COLUMN store.collection_obscore.dec_pnt IS 'DEC_PNT, as written in the file, in RADECSYS.';
COMMENT ON COLUMN store.collection_obscore.glon_pnt IS 'Galactic longitude of the pointing.';
COMMENT ON COLUMN store.collection_obscore.glat_pnt IS 'Galactic latitude of the pointing.';
COMMENT ON COLUMN store.collection_obscore.alt_pnt IS 'ALT_PNT.';
COMMENT ON COLUMN store.collection_obscore.az_pnt IS 'AZ_PNT.';
COMMENT ON COLUMN store.collection_obscore.zen_pnt IS 'Zenith angle of the pointing: 90 - ALT_PNT.';
COMMENT ON COLUMN store.collection_obscore.radecsys IS 'RADECSYS of the header.';
COMMENT ON COLUMN store.collection_obscore.tstart IS 'TSTART, seconds of the file''s own clock since MJDREF, in TIMESYS.';
COMMENT ON COLUMN store.collection_obscore.tstop IS 'TSTOP, seconds of the file''s own clock since MJDREF, in TIMESYS.';
COMMENT ON COLUMN store.collection_obscore.mjdrefi IS 'MJDREFI: whole days of the zero of TSTART and TSTOP.';
COMMENT ON COLUMN store.collection_obscore.mjdreff IS 'MJDREFF: the rest of that day.';
COMMENT ON COLUMN store.collection_obscore.timesys IS 'TIMESYS in capitals: TT, UTC, TDB.';
COMMENT ON COLUMN store.collection_obscore.ontime IS 'ONTIME.';
COMMENT ON COLUMN store.collection_obscore.livetime IS 'LIVETIME.';
COMMENT ON COLUMN store.collection_obscore.deadc IS 'DEADC: LIVETIME / ONTIME.';
COMMENT ON COLUMN store.collection_obscore.telapse IS 'TELAPSE.';
COMMENT ON COLUMN store.collection_obscore.date_obs IS 'DATE-OBS as written.';
COMMENT ON COLUMN store.collection_obscore.time_obs IS 'TIME-OBS as written.';
COMMENT ON COLUMN store.collection_obscore.date_end IS 'DATE-END as written.';
COMMENT ON COLUMN store.collection_obscore.time_end IS 'TIME-END as written.';
COMMENT ON COLUMN store.collection_obscore.telescop IS 'TELESCOP.';
COMMENT ON COLUMN store.collection_obscore.instrume IS 'INSTRUME.';
COMMENT ON COLUMN store.collection_obscore.n_tels IS 'N_TELS.';
COMMENT ON COLUMN store.collection_obscore.tellist IS 'TELLIST.';
COMMENT ON COLUMN store.collection_obscore.object IS 'OBJECT, as written in the file.';
COMMENT ON COLUMN store.collection_obscore.ra_obj IS 'RA_OBJ.';
COMMENT ON COLUMN store.collection_obscore.dec_obj IS 'DEC_OBJ.';
COMMENT ON COLUMN store.collection_obscore.event_count IS 'Number of events.';
COMMENT ON COLUMN store.collection_obscore.safe_energy_lo IS 'LO_THRES, where it means something.';
COMMENT ON COLUMN store.collection_obscore.safe_energy_hi IS 'HI_THRES, where it means something.';
COMMENT ON COLUMN store.collection_obscore.muoneff IS 'MUONEFF: mean muon efficiency.';
COMMENT ON COLUMN store.collection_obscore.brokpix IS 'BROKPIX: fraction of broken pixels.';
COMMENT ON COLUMN store.collection_obscore.airtemp IS 'AIRTEMP: air temperature, degrees Celsius.';
COMMENT ON COLUMN store.collection_obscore.pressure IS 'PRESSURE: air pressure.';
COMMENT ON COLUMN store.collection_obscore.relhum IS 'RELHUM: relative humidity.';
COMMENT ON COLUMN store.collection_obscore.nsblevel IS 'NSBLEVEL: level of the night sky background.';
COMMENT ON COLUMN store.collection_obscore.trgrate IS 'TRGRATE: mean rate of triggers.';
COMMENT ON COLUMN store.collection_obscore.zttrgrate IS 'ZTTRGRATE: the same, corrected to the zenith.';
COMMENT ON COLUMN store.collection_obscore.quality IS 'QUALITY: 0 is the best.';
COMMENT ON COLUMN store.collection_obscore.ev_class IS 'EV_CLASS: the class of events.';
COMMENT ON COLUMN store.collection_obscore.event_type IS 'EVENT_TYPE: the type of events in that class.';

DROP VIEW IF EXISTS dl3.collection CASCADE;
CREATE VIEW dl3.collection AS SELECT
  c.name AS obs_collection,
  c.title AS title,
  c.schema_name || '.obscore' AS table_name,
  c.authority AS authority,
  c.description AS description,
  c.subject AS subject,
  c.creator AS creator,
  c.publisher AS publisher,
  c.contact AS contact,
  c.terms AS terms,
  c.licence AS licence,
  c.licence_url AS licence_url,
  c.attribution AS attribution,
  c.citation AS citation,
  c.bibcode AS bibcode,
  c.doi AS doi,
  c.reference_url AS reference_url,
  c.data_rights AS data_rights,
  (c.release_date AT TIME ZONE 'UTC') AS release_date,
  (c.creation_date AT TIME ZONE 'UTC') AS creation_date,
  (c.created AT TIME ZONE 'UTC') AS created,
  (c.updated AT TIME ZONE 'UTC') AS updated
FROM store.collection c
WHERE (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.collection IS 'The collections - title, terms of use, attribution, rights.';
COMMENT ON COLUMN dl3.collection.obs_collection IS 'Name, as in obs_collection and in identifiers.';
COMMENT ON COLUMN dl3.collection.title IS 'Title of one line.';
COMMENT ON COLUMN dl3.collection.table_name IS 'Table of the runs of this collection alone, if there is one.';
COMMENT ON COLUMN dl3.collection.authority IS 'Authority (and path) of the publisher identifiers ivo://<authority>/<name>?<obs_id>.';
COMMENT ON COLUMN dl3.collection.description IS 'What the collection is, in a paragraph.';
COMMENT ON COLUMN dl3.collection.subject IS 'Subjects, comma separated (terms of the Unified Astronomy Thesaurus).';
COMMENT ON COLUMN dl3.collection.creator IS 'Who made the data.';
COMMENT ON COLUMN dl3.collection.publisher IS 'Who publishes them here.';
COMMENT ON COLUMN dl3.collection.contact IS 'Whom to ask; name and address.';
COMMENT ON COLUMN dl3.collection.terms IS 'Copyright and terms of use, in full.';
COMMENT ON COLUMN dl3.collection.licence IS 'Name of the licence, for instance CC-BY-4.0.';
COMMENT ON COLUMN dl3.collection.licence_url IS 'Where the licence is written.';
COMMENT ON COLUMN dl3.collection.attribution IS 'The sentence that whoever uses the data has to print.';
COMMENT ON COLUMN dl3.collection.citation IS 'The reference to cite.';
COMMENT ON COLUMN dl3.collection.bibcode IS 'Bibcode of that reference.';
COMMENT ON COLUMN dl3.collection.doi IS 'DOI of the collection.';
COMMENT ON COLUMN dl3.collection.reference_url IS 'Page of the collection.';
COMMENT ON COLUMN dl3.collection.data_rights IS 'public, secure or proprietary (ObsCore 1.1 B.4.4). Only public data are for everybody.';
COMMENT ON COLUMN dl3.collection.release_date IS 'When the data become public whatever data_rights says; a date to come keeps public data back till then.';
COMMENT ON COLUMN dl3.collection.creation_date IS 'When the collection was made by its creator.';
COMMENT ON COLUMN dl3.collection.created IS 'When the collection was first ingested.';
COMMENT ON COLUMN dl3.collection.updated IS 'When an ingest last changed it.';

DROP VIEW IF EXISTS dl3.observation CASCADE;
CREATE VIEW dl3.observation AS SELECT
  c.name AS obs_collection,
  o.obs_id AS obs_id,
  o.obs_number AS obs_number,
  o.did AS obs_publisher_did,
  o.obs_mode AS obs_mode,
  o.ra_pnt AS ra_pnt,
  o.dec_pnt AS dec_pnt,
  o.glon_pnt AS glon_pnt,
  o.glat_pnt AS glat_pnt,
  o.alt_pnt AS alt_pnt,
  o.az_pnt AS az_pnt,
  o.zen_pnt AS zen_pnt,
  o.radecsys AS radecsys,
  o.tstart AS tstart,
  o.tstop AS tstop,
  o.mjdrefi AS mjdrefi,
  o.mjdreff AS mjdreff,
  o.timesys AS timesys,
  o.ontime AS ontime,
  o.livetime AS livetime,
  o.deadc AS deadc,
  o.telapse AS telapse,
  o.date_obs AS date_obs,
  o.time_obs AS time_obs,
  o.date_end AS date_end,
  o.time_end AS time_end,
  o.telescop AS telescop,
  o.instrume AS instrume,
  o.n_tels AS n_tels,
  o.tellist AS tellist,
  o.object AS object,
  o.ra_obj AS ra_obj,
  o.dec_obj AS dec_obj,
  o.event_count AS event_count,
  o.safe_energy_lo AS safe_energy_lo,
  o.safe_energy_hi AS safe_energy_hi,
  o.timeref AS timeref,
  o.observer AS observer,
  o.proposal_id AS proposal_id,
  o.target_key AS target_key,
  o.equinox AS equinox,
  o.s_ra AS s_ra,
  o.s_dec AS s_dec,
  o.s_fov AS s_fov,
  o.s_region AS s_region,
  o.t_min AS t_min,
  o.t_max AS t_max,
  o.t_resolution AS t_resolution,
  o.t_intervals AS t_intervals,
  o.s_resolution AS s_resolution,
  o.s_ref_energy AS s_ref_energy,
  o.s_ref_oaa AS s_ref_oaa,
  o.em_res_power AS em_res_power,
  o.em_ref_energy AS em_ref_energy,
  o.em_ref_oaa AS em_ref_oaa,
  o.energy_min AS energy_min,
  o.energy_max AS energy_max,
  o.conv_dep AS conv_dep,
  o.tracking_mode AS tracking_mode,
  o.scan_mode AS scan_mode,
  o.pointing_mode AS pointing_mode,
  o.analysis_mode AS analysis_mode,
  o.geolon AS geolon,
  o.geolat AS geolat,
  o.altitude AS altitude,
  o.array_configuration_id AS array_configuration_id,
  (o.updated AT TIME ZONE 'UTC') AS updated
FROM store.observation o JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[o.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.observation IS 'The runs, with the values of their headers under GADF''s names.';
COMMENT ON COLUMN dl3.observation.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.observation.obs_id IS 'OBS_ID as text.';
COMMENT ON COLUMN dl3.observation.obs_number IS 'OBS_ID as a whole number, where it is one.';
COMMENT ON COLUMN dl3.observation.obs_publisher_did IS 'Publisher identifier ivo://<authority>/<collection>?<obs_id>.';
COMMENT ON COLUMN dl3.observation.obs_mode IS 'OBS_MODE.';
COMMENT ON COLUMN dl3.observation.ra_pnt IS 'RA_PNT, as written in the file, in RADECSYS.';
COMMENT ON COLUMN dl3.observation.dec_pnt IS 'DEC_PNT, as written in the file, in RADECSYS.';
COMMENT ON COLUMN dl3.observation.glon_pnt IS 'Galactic longitude of the pointing.';
COMMENT ON COLUMN dl3.observation.glat_pnt IS 'Galactic latitude of the pointing.';
COMMENT ON COLUMN dl3.observation.alt_pnt IS 'ALT_PNT.';
COMMENT ON COLUMN dl3.observation.az_pnt IS 'AZ_PNT.';
COMMENT ON COLUMN dl3.observation.zen_pnt IS 'Zenith angle of the pointing: 90 - ALT_PNT.';
COMMENT ON COLUMN dl3.observation.radecsys IS 'RADECSYS of the header.';
COMMENT ON COLUMN dl3.observation.tstart IS 'TSTART, seconds of the file''s own clock since MJDREF, in TIMESYS.';
COMMENT ON COLUMN dl3.observation.tstop IS 'TSTOP, seconds of the file''s own clock since MJDREF, in TIMESYS.';
COMMENT ON COLUMN dl3.observation.mjdrefi IS 'MJDREFI: whole days of the zero of TSTART and TSTOP.';
COMMENT ON COLUMN dl3.observation.mjdreff IS 'MJDREFF: the rest of that day.';
COMMENT ON COLUMN dl3.observation.timesys IS 'TIMESYS in capitals: TT, UTC, TDB.';
COMMENT ON COLUMN dl3.observation.ontime IS 'ONTIME.';
COMMENT ON COLUMN dl3.observation.livetime IS 'LIVETIME.';
COMMENT ON COLUMN dl3.observation.deadc IS 'DEADC: LIVETIME / ONTIME.';
COMMENT ON COLUMN dl3.observation.telapse IS 'TELAPSE.';
COMMENT ON COLUMN dl3.observation.date_obs IS 'DATE-OBS as written.';
COMMENT ON COLUMN dl3.observation.time_obs IS 'TIME-OBS as written.';
COMMENT ON COLUMN dl3.observation.date_end IS 'DATE-END as written.';
COMMENT ON COLUMN dl3.observation.time_end IS 'TIME-END as written.';
COMMENT ON COLUMN dl3.observation.telescop IS 'TELESCOP.';
COMMENT ON COLUMN dl3.observation.instrume IS 'INSTRUME.';
COMMENT ON COLUMN dl3.observation.n_tels IS 'N_TELS.';
COMMENT ON COLUMN dl3.observation.tellist IS 'TELLIST.';
COMMENT ON COLUMN dl3.observation.object IS 'OBJECT, as written in the file.';
COMMENT ON COLUMN dl3.observation.ra_obj IS 'RA_OBJ.';
COMMENT ON COLUMN dl3.observation.dec_obj IS 'DEC_OBJ.';
COMMENT ON COLUMN dl3.observation.event_count IS 'Number of events.';
COMMENT ON COLUMN dl3.observation.safe_energy_lo IS 'LO_THRES, where it means something.';
COMMENT ON COLUMN dl3.observation.safe_energy_hi IS 'HI_THRES, where it means something.';
COMMENT ON COLUMN dl3.observation.timeref IS 'TIMEREF.';
COMMENT ON COLUMN dl3.observation.observer IS 'OBSERVER.';
COMMENT ON COLUMN dl3.observation.proposal_id IS 'PROP_ID or PROPOSAL.';
COMMENT ON COLUMN dl3.observation.target_key IS 'OBJECT in lower case, letters, digits, + and - only: equal for Crab Nebula and CrabNebula.';
COMMENT ON COLUMN dl3.observation.equinox IS 'EQUINOX.';
COMMENT ON COLUMN dl3.observation.s_ra IS 'Pointing in ICRS, from the double of the event header.';
COMMENT ON COLUMN dl3.observation.s_dec IS 'Pointing in ICRS, from the double of the event header.';
COMMENT ON COLUMN dl3.observation.s_fov IS 'Diameter of the field of view.';
COMMENT ON COLUMN dl3.observation.s_region IS 'Footprint in ICRS degrees: 3 numbers are a circle, 6 and more the corners of a polygon.';
COMMENT ON COLUMN dl3.observation.t_min IS 'TSTART as MJD in UTC.';
COMMENT ON COLUMN dl3.observation.t_max IS 'TSTOP as MJD in UTC.';
COMMENT ON COLUMN dl3.observation.t_resolution IS 'Resolution of event times.';
COMMENT ON COLUMN dl3.observation.t_intervals IS 'Good time intervals as an ASCII TMOC.';
COMMENT ON COLUMN dl3.observation.s_resolution IS 'FWHM of the point spread function at s_ref_energy and s_ref_oaa.';
COMMENT ON COLUMN dl3.observation.s_ref_energy IS 'Energy for which s_resolution holds.';
COMMENT ON COLUMN dl3.observation.s_ref_oaa IS 'Off-axis angle for which s_resolution holds.';
COMMENT ON COLUMN dl3.observation.em_res_power IS 'E / dE at em_ref_energy and em_ref_oaa.';
COMMENT ON COLUMN dl3.observation.em_ref_energy IS 'Energy for which em_res_power holds.';
COMMENT ON COLUMN dl3.observation.em_ref_oaa IS 'Off-axis angle for which em_res_power holds.';
COMMENT ON COLUMN dl3.observation.energy_min IS 'Least energy of an event.';
COMMENT ON COLUMN dl3.observation.energy_max IS 'Greatest energy of an event.';
COMMENT ON COLUMN dl3.observation.conv_dep IS 'CONV_DEP: convergence depth, 0 for parallel pointing.';
COMMENT ON COLUMN dl3.observation.tracking_mode IS 'sidereal, fixed-az-el-transit, solar-system-object-tracking or none.';
COMMENT ON COLUMN dl3.observation.scan_mode IS 'on-source, on-off, raster-map, ...';
COMMENT ON COLUMN dl3.observation.pointing_mode IS 'parallel, convergent or divergent.';
COMMENT ON COLUMN dl3.observation.analysis_mode IS 'full-enclosure or point-like, as the responses are.';
COMMENT ON COLUMN dl3.observation.geolon IS 'GEOLON.';
COMMENT ON COLUMN dl3.observation.geolat IS 'GEOLAT.';
COMMENT ON COLUMN dl3.observation.altitude IS 'ALTITUDE, in metres.';
COMMENT ON COLUMN dl3.observation.array_configuration_id IS 'The telescopes it was taken with.';
COMMENT ON COLUMN dl3.observation.updated IS 'When an ingest last changed it.';

DROP VIEW IF EXISTS dl3.header CASCADE;
CREATE VIEW dl3.header WITH (security_barrier) AS SELECT
  c.name AS obs_collection,
  o.obs_id AS obs_id,
  x.role AS hdu_role,
  u.name AS hdu_name,
  h.position AS card,
  h.keyword AS keyword,
  h.text_value AS text_value,
  h.number_value AS number_value,
  h.comment AS comment
FROM store.header h JOIN store.hdu u ON u.id = h.hdu_id JOIN store.observation_hdu x ON x.hdu_id = h.hdu_id JOIN store.observation o ON o.id = x.observation_id JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[o.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.header IS 'Every keyword of the headers, of EVENTS HDUs at least, run by run.';
COMMENT ON COLUMN dl3.header.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.header.obs_id IS 'OBS_ID as text.';
COMMENT ON COLUMN dl3.header.hdu_role IS 'What the HDU is to the run: events, gti, aeff, edisp, psf, bkg, rad_max, pointing.';
COMMENT ON COLUMN dl3.header.hdu_name IS 'EXTNAME.';
COMMENT ON COLUMN dl3.header.card IS 'Place of the card in the header, from 1.';
COMMENT ON COLUMN dl3.header.keyword IS 'The keyword; of HIERARCH cards all words.';
COMMENT ON COLUMN dl3.header.text_value IS 'The value as text: strings without quotes, numbers as written, T and F.';
COMMENT ON COLUMN dl3.header.number_value IS 'The value, if it is a number.';
COMMENT ON COLUMN dl3.header.comment IS 'The comment of the card.';

DROP VIEW IF EXISTS dl3.hdu CASCADE;
CREATE VIEW dl3.hdu WITH (security_barrier) AS SELECT
  c.name AS obs_collection,
  o.obs_id AS obs_id,
  x.role AS hdu_role,
  f.path AS file_name,
  u.number AS hdu_number,
  u.name AS hdu_name,
  u.hdu_type AS hdu_type,
  u.hdu_class AS hdu_class,
  u.hduclass AS hduclass,
  u.hdudoc AS hdudoc,
  u.hduvers AS hduvers,
  u.hduclas1 AS hduclas1,
  u.hduclas2 AS hduclas2,
  u.hduclas3 AS hduclas3,
  u.hduclas4 AS hduclas4,
  u.n_rows AS n_rows,
  u.size_bytes AS size_bytes,
  u.datasum AS datasum,
  u.checksum AS checksum
FROM store.observation_hdu x JOIN store.hdu u ON u.id = x.hdu_id JOIN store.file f ON f.id = u.file_id JOIN store.observation o ON o.id = x.observation_id JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[o.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.hdu IS 'The HDUs of each run - events, good time intervals and responses - with file, class and checksums.';
COMMENT ON COLUMN dl3.hdu.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.hdu.obs_id IS 'OBS_ID as text.';
COMMENT ON COLUMN dl3.hdu.hdu_role IS 'What the HDU is to the run: events, gti, aeff, edisp, psf, bkg, rad_max, pointing.';
COMMENT ON COLUMN dl3.hdu.file_name IS 'Path relative to the data root of the collection.';
COMMENT ON COLUMN dl3.hdu.hdu_number IS 'Place in the file, 0 for the primary HDU.';
COMMENT ON COLUMN dl3.hdu.hdu_name IS 'EXTNAME.';
COMMENT ON COLUMN dl3.hdu.hdu_type IS 'HDU_TYPE of GADF: events, gti, aeff, edisp, psf, bkg, rad_max.';
COMMENT ON COLUMN dl3.hdu.hdu_class IS 'HDU_CLASS of GADF: aeff_2d, psf_table, bkg_3d, ...';
COMMENT ON COLUMN dl3.hdu.hduclass IS 'HDUCLASS.';
COMMENT ON COLUMN dl3.hdu.hdudoc IS 'HDUDOC.';
COMMENT ON COLUMN dl3.hdu.hduvers IS 'HDUVERS.';
COMMENT ON COLUMN dl3.hdu.hduclas1 IS 'HDUCLAS1.';
COMMENT ON COLUMN dl3.hdu.hduclas2 IS 'HDUCLAS2.';
COMMENT ON COLUMN dl3.hdu.hduclas3 IS 'HDUCLAS3.';
COMMENT ON COLUMN dl3.hdu.hduclas4 IS 'HDUCLAS4.';
COMMENT ON COLUMN dl3.hdu.n_rows IS 'Rows, if it is a table.';
COMMENT ON COLUMN dl3.hdu.size_bytes IS 'Size of header and data, uncompressed.';
COMMENT ON COLUMN dl3.hdu.datasum IS 'Sum over the data unit as in DATASUM, computed; does not change with the header.';
COMMENT ON COLUMN dl3.hdu.checksum IS 'CHECKSUM as written in the header.';

DROP VIEW IF EXISTS dl3.file CASCADE;
CREATE VIEW dl3.file WITH (security_barrier) AS SELECT
  c.name AS obs_collection,
  f.path AS file_name,
  coalesce(f.url, concat(current_setting('distill.base_url', true), store.file_url_path(c.name, f.path))) AS file_url,
  f.media_type AS media_type,
  f.size_bytes AS size_bytes,
  f.sha256 AS sha256,
  (f.mtime AT TIME ZONE 'UTC') AS mtime,
  (f.checked AT TIME ZONE 'UTC') AS checked
FROM store.file f JOIN store.collection c ON c.id = f.collection_id
WHERE (SELECT store.visible_collections())[f.collection_id] AND (SELECT store.visible_collections())[c.id] AND NOT EXISTS (SELECT 1 FROM store.product r WHERE r.file_id = f.id AND NOT ((r.owner IS NULL OR r.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()))));
COMMENT ON VIEW dl3.file IS 'The files of the collections.';
COMMENT ON COLUMN dl3.file.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.file.file_name IS 'Path relative to the data root of the collection.';
COMMENT ON COLUMN dl3.file.file_url IS 'Where to fetch it.';
COMMENT ON COLUMN dl3.file.media_type IS 'Media type.';
COMMENT ON COLUMN dl3.file.size_bytes IS 'Size.';
COMMENT ON COLUMN dl3.file.sha256 IS 'SHA-256 of the file.';
COMMENT ON COLUMN dl3.file.mtime IS 'When the file was last changed.';
COMMENT ON COLUMN dl3.file.checked IS 'When ingest last read it.';

DROP VIEW IF EXISTS dl3.gti CASCADE;
CREATE VIEW dl3.gti WITH (security_barrier) AS SELECT
  c.name AS obs_collection,
  o.obs_id AS obs_id,
  g.position AS gti_row,
  g.start_met AS start_met,
  g.stop_met AS stop_met,
  g.t_start AS t_start,
  g.t_stop AS t_stop
FROM store.gti g JOIN store.observation o ON o.id = g.observation_id JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[o.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.gti IS 'Good time intervals of the runs; an interval holds its start but not its stop.';
COMMENT ON COLUMN dl3.gti.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.gti.obs_id IS 'OBS_ID as text.';
COMMENT ON COLUMN dl3.gti.gti_row IS 'Row in the GTI table, from 1.';
COMMENT ON COLUMN dl3.gti.start_met IS 'START, seconds of the file''s own clock.';
COMMENT ON COLUMN dl3.gti.stop_met IS 'STOP, seconds of the file''s own clock.';
COMMENT ON COLUMN dl3.gti.t_start IS 'START as MJD in UTC.';
COMMENT ON COLUMN dl3.gti.t_stop IS 'STOP as MJD in UTC.';

DROP VIEW IF EXISTS dl3.ambient_conditions CASCADE;
CREATE VIEW dl3.ambient_conditions WITH (security_barrier) AS SELECT
  c.name AS obs_collection,
  o.obs_id AS obs_id,
  a.muoneff AS muoneff,
  a.brokpix AS brokpix,
  a.airtemp AS airtemp,
  a.pressure AS pressure,
  a.relhum AS relhum,
  a.nsblevel AS nsblevel,
  a.transparency AS transparency,
  a.trgrate AS trgrate,
  a.zttrgrate AS zttrgrate,
  a.quality AS quality,
  a.weather AS weather
FROM store.ambient_conditions a JOIN store.observation o ON o.id = a.observation_id JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[o.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.ambient_conditions IS 'Weather, sky and instrument while a run was taken.';
COMMENT ON COLUMN dl3.ambient_conditions.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.ambient_conditions.obs_id IS 'OBS_ID as text.';
COMMENT ON COLUMN dl3.ambient_conditions.muoneff IS 'MUONEFF: mean muon efficiency.';
COMMENT ON COLUMN dl3.ambient_conditions.brokpix IS 'BROKPIX: fraction of broken pixels.';
COMMENT ON COLUMN dl3.ambient_conditions.airtemp IS 'AIRTEMP: air temperature, degrees Celsius.';
COMMENT ON COLUMN dl3.ambient_conditions.pressure IS 'PRESSURE: air pressure.';
COMMENT ON COLUMN dl3.ambient_conditions.relhum IS 'RELHUM: relative humidity.';
COMMENT ON COLUMN dl3.ambient_conditions.nsblevel IS 'NSBLEVEL: level of the night sky background.';
COMMENT ON COLUMN dl3.ambient_conditions.transparency IS 'Transparency of the atmosphere, 1 for clear.';
COMMENT ON COLUMN dl3.ambient_conditions.trgrate IS 'TRGRATE: mean rate of triggers.';
COMMENT ON COLUMN dl3.ambient_conditions.zttrgrate IS 'ZTTRGRATE: the same, corrected to the zenith.';
COMMENT ON COLUMN dl3.ambient_conditions.quality IS 'QUALITY: 0 is the best.';
COMMENT ON COLUMN dl3.ambient_conditions.weather IS 'What the observers said.';

DROP VIEW IF EXISTS dl3.processing CASCADE;
CREATE VIEW dl3.processing WITH (security_barrier) AS SELECT
  c.name AS obs_collection,
  o.obs_id AS obs_id,
  p.creator AS creator,
  p.version AS version,
  p.origin AS origin,
  p.ev_class AS ev_class,
  p.event_type AS event_type,
  p.dst_ver AS dst_ver,
  p.cal_ver AS cal_ver,
  p.ana_ver AS ana_ver,
  p.config AS config,
  p.caldb AS caldb,
  p.simulated::integer AS simulated
FROM store.observation o JOIN store.processing p ON p.id = o.processing_id JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[o.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.processing IS 'How the events of a run were made out of raw data.';
COMMENT ON COLUMN dl3.processing.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.processing.obs_id IS 'OBS_ID as text.';
COMMENT ON COLUMN dl3.processing.creator IS 'CREATOR: the program that wrote the events.';
COMMENT ON COLUMN dl3.processing.version IS 'VERSION of that program.';
COMMENT ON COLUMN dl3.processing.origin IS 'ORIGIN: the organisation that wrote them.';
COMMENT ON COLUMN dl3.processing.ev_class IS 'EV_CLASS: the class of events.';
COMMENT ON COLUMN dl3.processing.event_type IS 'EVENT_TYPE: the type of events in that class.';
COMMENT ON COLUMN dl3.processing.dst_ver IS 'DST_VER.';
COMMENT ON COLUMN dl3.processing.cal_ver IS 'CAL_VER.';
COMMENT ON COLUMN dl3.processing.ana_ver IS 'ANA_VER.';
COMMENT ON COLUMN dl3.processing.config IS 'CONFIG: the configuration of the reconstruction.';
COMMENT ON COLUMN dl3.processing.caldb IS 'CALDB and IRF names, where the runs name a calibration database.';
COMMENT ON COLUMN dl3.processing.simulated IS 'Whether the events come from a simulation.';

DROP VIEW IF EXISTS dl3.observation_group CASCADE;
CREATE VIEW dl3.observation_group WITH (security_barrier) AS SELECT
  c.name AS obs_collection,
  o.obs_id AS obs_id,
  g.name AS group_name,
  g.title AS group_title,
  g.description AS group_description
FROM store.observation_group_observation m JOIN store.observation_group g ON g.id = m.observation_group_id JOIN store.observation o ON o.id = m.observation_id JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[o.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.observation_group IS 'Groups of runs inside a collection, and the runs in them.';
COMMENT ON COLUMN dl3.observation_group.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.observation_group.obs_id IS 'OBS_ID as text.';
COMMENT ON COLUMN dl3.observation_group.group_name IS 'Name, unique in the collection.';
COMMENT ON COLUMN dl3.observation_group.group_title IS 'Title of one line.';
COMMENT ON COLUMN dl3.observation_group.group_description IS 'What the runs have in common.';

DROP VIEW IF EXISTS dl3.project CASCADE;
CREATE VIEW dl3.project WITH (security_barrier) AS SELECT
  c.name AS obs_collection,
  o.obs_id AS obs_id,
  q.name AS project_name,
  q.kind AS project_kind,
  q.title AS project_title,
  q.investigator AS investigator,
  q.organisation AS organisation,
  q.abstract AS abstract
FROM store.observation o JOIN store.project q ON q.id = o.project_id JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[o.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.project IS 'Proposals and surveys, with each run that was taken for them.';
COMMENT ON COLUMN dl3.project.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.project.obs_id IS 'OBS_ID as text.';
COMMENT ON COLUMN dl3.project.project_name IS 'Identifier, as in proposal_id.';
COMMENT ON COLUMN dl3.project.project_kind IS 'proposal, survey, calibration or other.';
COMMENT ON COLUMN dl3.project.project_title IS 'Title of one line.';
COMMENT ON COLUMN dl3.project.investigator IS 'Principal investigator.';
COMMENT ON COLUMN dl3.project.organisation IS 'Institute or collaboration behind it.';
COMMENT ON COLUMN dl3.project.abstract IS 'What it is for.';

DROP VIEW IF EXISTS dl3.array_configuration CASCADE;
CREATE VIEW dl3.array_configuration AS SELECT
  k.id AS array_configuration_id,
  k.name AS configuration_name,
  y.name AS array_name,
  s.name AS subarray_name,
  y.facility AS facility,
  k.instrument_name AS instrument_name,
  k.valid_from AS valid_from,
  k.valid_to AS valid_to,
  k.mean_fov AS mean_fov,
  k.pointing_mode AS pointing_mode,
  k.description AS description,
  y.longitude AS longitude,
  y.latitude AS latitude,
  y.altitude AS altitude
FROM store.array_configuration k JOIN store.telescope_array y ON y.id = k.telescope_array_id LEFT JOIN store.subarray s ON s.id = k.subarray_id;
COMMENT ON VIEW dl3.array_configuration IS 'Which telescopes observed together, and when.';
COMMENT ON COLUMN dl3.array_configuration.array_configuration_id IS 'Number of the configuration.';
COMMENT ON COLUMN dl3.array_configuration.configuration_name IS 'Name, unique in the array for a start of validity.';
COMMENT ON COLUMN dl3.array_configuration.array_name IS 'Name: HESS, CTAO-S.';
COMMENT ON COLUMN dl3.array_configuration.subarray_name IS 'Name, unique in the array.';
COMMENT ON COLUMN dl3.array_configuration.facility IS 'Observatory.';
COMMENT ON COLUMN dl3.array_configuration.instrument_name IS 'What runs call it in INSTRUME.';
COMMENT ON COLUMN dl3.array_configuration.valid_from IS 'Valid from this instant on (UTC, MJD).';
COMMENT ON COLUMN dl3.array_configuration.valid_to IS 'Valid before this instant (UTC, MJD).';
COMMENT ON COLUMN dl3.array_configuration.mean_fov IS 'Mean diameter of the fields of view of its telescopes; s_fov of its runs.';
COMMENT ON COLUMN dl3.array_configuration.pointing_mode IS 'parallel, convergent or divergent.';
COMMENT ON COLUMN dl3.array_configuration.description IS 'What is particular about it.';
COMMENT ON COLUMN dl3.array_configuration.longitude IS 'East longitude.';
COMMENT ON COLUMN dl3.array_configuration.latitude IS 'Latitude.';
COMMENT ON COLUMN dl3.array_configuration.altitude IS 'Height above sea level.';

DROP VIEW IF EXISTS dl3.array_configuration_telescope CASCADE;
CREATE VIEW dl3.array_configuration_telescope AS SELECT
  m.array_configuration_id AS array_configuration_id,
  t.number AS telescope_number,
  t.name AS telescope_name,
  t.class AS telescope_class,
  t.mirror_diameter AS mirror_diameter,
  t.fov AS telescope_fov,
  t.x AS x,
  t.y AS y,
  t.z AS z
FROM store.array_configuration_telescope m JOIN store.telescope t ON t.id = m.telescope_id;
COMMENT ON VIEW dl3.array_configuration_telescope IS 'The telescopes of each configuration.';
COMMENT ON COLUMN dl3.array_configuration_telescope.array_configuration_id IS 'Which telescopes observe together, in a range of time.';
COMMENT ON COLUMN dl3.array_configuration_telescope.telescope_number IS 'Number in the array, as in TELLIST.';
COMMENT ON COLUMN dl3.array_configuration_telescope.telescope_name IS 'Name: CT5, LST-1.';
COMMENT ON COLUMN dl3.array_configuration_telescope.telescope_class IS 'Class: SST, MST, LST.';
COMMENT ON COLUMN dl3.array_configuration_telescope.mirror_diameter IS 'Diameter of the mirror.';
COMMENT ON COLUMN dl3.array_configuration_telescope.telescope_fov IS 'Diameter of the field of view.';
COMMENT ON COLUMN dl3.array_configuration_telescope.x IS 'Position north of the centre of the array.';
COMMENT ON COLUMN dl3.array_configuration_telescope.y IS 'Position west of the centre of the array.';
COMMENT ON COLUMN dl3.array_configuration_telescope.z IS 'Position above the centre of the array.';

DROP VIEW IF EXISTS dl3.product CASCADE;
CREATE VIEW dl3.product AS SELECT
  r.did AS obs_publisher_did,
  c.name AS obs_collection,
  r.name AS product_name,
  r.kind AS product_kind,
  r.level AS dataproduct_level,
  r.title AS title,
  r.description AS description,
  r.bib_reference AS bib_reference,
  r.job_id AS job_id,
  r.entity_id AS entity_id,
  (r.created AT TIME ZONE 'UTC') AS created,
  (r.invalidated AT TIME ZONE 'UTC') AS invalidated,
  r.invalidated_reason AS invalidated_reason
FROM store.product r JOIN store.collection c ON c.id = r.collection_id
WHERE (SELECT store.visible_collections())[r.collection_id] AND (r.owner IS NULL OR r.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), ''))) AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.product IS 'What was made of the runs, by this service or by others.';
COMMENT ON COLUMN dl3.product.obs_publisher_did IS 'Publisher identifier.';
COMMENT ON COLUMN dl3.product.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.product.product_name IS 'obs_id of the product, unique in the collection among products.';
COMMENT ON COLUMN dl3.product.product_kind IS 'What it is: counts-image, spectrum.';
COMMENT ON COLUMN dl3.product.dataproduct_level IS 'Data level: 4 is DL4.';
COMMENT ON COLUMN dl3.product.title IS 'Title of one line.';
COMMENT ON COLUMN dl3.product.description IS 'What it is, in a paragraph.';
COMMENT ON COLUMN dl3.product.bib_reference IS 'Bibcode or DOI of the paper it belongs to.';
COMMENT ON COLUMN dl3.product.job_id IS 'Job that made it; the job may be gone.';
COMMENT ON COLUMN dl3.product.entity_id IS 'Its entity in the provenance.';
COMMENT ON COLUMN dl3.product.created IS 'When it was made.';
COMMENT ON COLUMN dl3.product.invalidated IS 'When it was withdrawn.';
COMMENT ON COLUMN dl3.product.invalidated_reason IS 'Why it was withdrawn.';

DROP VIEW IF EXISTS dl3.product_observation CASCADE;
CREATE VIEW dl3.product_observation WITH (security_barrier) AS SELECT
  r.did AS obs_publisher_did,
  c.name AS obs_collection,
  o.obs_id AS obs_id
FROM store.product_observation m JOIN store.product r ON r.id = m.product_id JOIN store.observation o ON o.id = m.observation_id JOIN store.collection c ON c.id = o.collection_id
WHERE (SELECT store.visible_collections())[r.collection_id] AND (r.owner IS NULL OR r.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), ''))) AND (SELECT store.visible_collections())[o.collection_id];
COMMENT ON VIEW dl3.product_observation IS 'The runs that products were made of.';
COMMENT ON COLUMN dl3.product_observation.obs_publisher_did IS 'Publisher identifier of the product.';
COMMENT ON COLUMN dl3.product_observation.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.product_observation.obs_id IS 'OBS_ID as text.';

DROP VIEW IF EXISTS dl3.defect CASCADE;
CREATE VIEW dl3.defect AS SELECT
  c.name AS obs_collection,
  e.obs_id AS obs_id,
  e.severity AS severity,
  e.code AS defect_code,
  e.file_name AS file_name,
  e.hdu_name AS hdu_name,
  e.place AS place,
  e.message AS message,
  e.remedy AS remedy,
  e.clause AS clause,
  e.occurrences AS occurrences,
  (e.found AT TIME ZONE 'UTC') AS found_at
FROM store.defect e JOIN store.collection c ON c.id = e.collection_id
WHERE (SELECT store.visible_collections())[e.collection_id] AND (SELECT store.visible_collections())[c.id];
COMMENT ON VIEW dl3.defect IS 'What the checks at ingest found wrong in files.';
COMMENT ON COLUMN dl3.defect.obs_collection IS 'Name of the collection.';
COMMENT ON COLUMN dl3.defect.obs_id IS 'OBS_ID of the run, if it concerns one; the run may not have been ingested.';
COMMENT ON COLUMN dl3.defect.severity IS 'error, warning or note.';
COMMENT ON COLUMN dl3.defect.defect_code IS 'What kind of defect, in short: events-outside-gti.';
COMMENT ON COLUMN dl3.defect.file_name IS 'The file, as the check names it.';
COMMENT ON COLUMN dl3.defect.hdu_name IS 'The HDU.';
COMMENT ON COLUMN dl3.defect.place IS 'The keyword or column.';
COMMENT ON COLUMN dl3.defect.message IS 'What is wrong and what comes of it.';
COMMENT ON COLUMN dl3.defect.remedy IS 'What to do about it.';
COMMENT ON COLUMN dl3.defect.clause IS 'Where the format asks for it.';
COMMENT ON COLUMN dl3.defect.occurrences IS 'Events, rows or cells that have it.';
COMMENT ON COLUMN dl3.defect.found_at IS 'When it was found first.';

DROP VIEW IF EXISTS dl3.data_level CASCADE;
CREATE VIEW dl3.data_level AS SELECT
  l.level AS dataproduct_level,
  l.name AS level_name,
  l.title AS title,
  l.description AS description,
  l.calib_level AS calib_level,
  l.cta_name AS cta_name,
  l.vodf_name AS vodf_name
FROM store.data_level l;
COMMENT ON VIEW dl3.data_level IS 'The data levels DL0 to DL5 and what other vocabularies call them.';
COMMENT ON COLUMN dl3.data_level.dataproduct_level IS 'Number: 3 is DL3.';
COMMENT ON COLUMN dl3.data_level.level_name IS 'Short name: DL3.';
COMMENT ON COLUMN dl3.data_level.title IS 'The word for it: REDUCED.';
COMMENT ON COLUMN dl3.data_level.description IS 'What data of this level are.';
COMMENT ON COLUMN dl3.data_level.calib_level IS 'What ObsCore is told; after a change run store.refresh_datasets().';
COMMENT ON COLUMN dl3.data_level.cta_name IS 'What CTAO calls it today, with its sub-levels.';
COMMENT ON COLUMN dl3.data_level.vodf_name IS 'What VODF calls it.';

DROP VIEW IF EXISTS dl3.product_kind CASCADE;
CREATE VIEW dl3.product_kind AS SELECT
  w.kind AS product_kind,
  w.description AS description,
  w.obscore_type AS dataproduct_type,
  w.subtype AS dataproduct_subtype,
  w.cta_type AS cta_type,
  w.hea_type AS hea_type
FROM store.product_kind w;
COMMENT ON VIEW dl3.product_kind IS 'Kinds of data and the word each vocabulary has for them.';
COMMENT ON COLUMN dl3.product_kind.product_kind IS 'The kind, in this service''s own words: event-bundle, counts-image, spectrum.';
COMMENT ON COLUMN dl3.product_kind.description IS 'What it is.';
COMMENT ON COLUMN dl3.product_kind.dataproduct_type IS 'dataproduct_type of ObsCore 1.1; null where none fits.';
COMMENT ON COLUMN dl3.product_kind.dataproduct_subtype IS 'dataproduct_subtype of ObsCore.';
COMMENT ON COLUMN dl3.product_kind.cta_type IS 'dataproduct_type of cta.vo_obscore.';
COMMENT ON COLUMN dl3.product_kind.hea_type IS 'Term proposed by the High Energy Interest Group.';

DROP VIEW IF EXISTS prov.activity CASCADE;
CREATE VIEW prov.activity AS SELECT
  t.id AS id,
  t.name AS name,
  (t.start_time AT TIME ZONE 'UTC') AS start_time,
  (t.stop_time AT TIME ZONE 'UTC') AS stop_time,
  (t.created AT TIME ZONE 'UTC') AS created,
  (t.queued AT TIME ZONE 'UTC') AS queued,
  (t.quote AT TIME ZONE 'UTC') AS quoted_end,
  (t.destruction AT TIME ZONE 'UTC') AS destruction_time,
  t.execution_duration AS execution_duration,
  t.comment AS comment,
  t.description_id AS description_id,
  t.job_id AS job_id,
  t.run_id AS run_id,
  t.owner AS owner,
  t.phase AS phase,
  t.attempts AS attempts,
  t.exit_code AS exit_code,
  t.exit_signal AS exit_signal,
  t.error AS error,
  t.warnings AS warning_count,
  t.host AS host,
  t.software AS software,
  t.version AS version,
  t.revision AS revision,
  t.command_line AS command_line,
  t.seed AS seed,
  t.numerical_mode AS numerical_mode,
  t.mpi_ranks AS mpi_ranks,
  t.threads AS threads,
  t.max_rss AS max_rss,
  t.cpu_time AS cpu_time,
  t.bytes_read AS bytes_read,
  t.bytes_written AS bytes_written,
  t.recipe_hash AS recipe_hash,
  t.environment::text AS environment
FROM store.activity t
WHERE (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.activity IS 'What was done - jobs, and the reconstruction of runs before they came here.';
COMMENT ON COLUMN prov.activity.id IS 'Identifier.';
COMMENT ON COLUMN prov.activity.name IS 'Name.';
COMMENT ON COLUMN prov.activity.start_time IS 'When the first process really ran.';
COMMENT ON COLUMN prov.activity.stop_time IS 'When the last one ended.';
COMMENT ON COLUMN prov.activity.created IS 'When the job was made.';
COMMENT ON COLUMN prov.activity.queued IS 'When the job was last put into the queue.';
COMMENT ON COLUMN prov.activity.quoted_end IS 'When it was expected to be done.';
COMMENT ON COLUMN prov.activity.destruction_time IS 'When the job and its files were to be destroyed, as said when it ended.';
COMMENT ON COLUMN prov.activity.execution_duration IS 'Longest it might run; 0: no limit.';
COMMENT ON COLUMN prov.activity.comment IS 'Remark.';
COMMENT ON COLUMN prov.activity.description_id IS 'The kind of activity, in prov.activity_description.';
COMMENT ON COLUMN prov.activity.job_id IS 'The job, if it is one.';
COMMENT ON COLUMN prov.activity.run_id IS 'The client''s own name for the job.';
COMMENT ON COLUMN prov.activity.owner IS 'User who alone may see it; null: whoever may see the collection; empty: an anonymous job, seen by who knows its id.';
COMMENT ON COLUMN prov.activity.phase IS 'How it ended, in UWS words.';
COMMENT ON COLUMN prov.activity.attempts IS 'How often it was started.';
COMMENT ON COLUMN prov.activity.exit_code IS 'Exit status of the process.';
COMMENT ON COLUMN prov.activity.exit_signal IS 'Signal that ended it.';
COMMENT ON COLUMN prov.activity.error IS 'What went wrong.';
COMMENT ON COLUMN prov.activity.warning_count IS 'Warnings given, runs left out among them.';
COMMENT ON COLUMN prov.activity.host IS 'Machines, comma separated.';
COMMENT ON COLUMN prov.activity.software IS 'Program.';
COMMENT ON COLUMN prov.activity.version IS 'Version of the program.';
COMMENT ON COLUMN prov.activity.revision IS 'Commit of the program; + if it was changed after that.';
COMMENT ON COLUMN prov.activity.command_line IS 'The words the program was started with, without folders of the service.';
COMMENT ON COLUMN prov.activity.seed IS 'Seed of random numbers, if there are any.';
COMMENT ON COLUMN prov.activity.numerical_mode IS 'How numbers are added up: deterministic, or not.';
COMMENT ON COLUMN prov.activity.mpi_ranks IS 'Processes.';
COMMENT ON COLUMN prov.activity.threads IS 'Threads in each.';
COMMENT ON COLUMN prov.activity.max_rss IS 'Greatest resident memory of a process.';
COMMENT ON COLUMN prov.activity.cpu_time IS 'Processor time, all processes.';
COMMENT ON COLUMN prov.activity.bytes_read IS 'Bytes read.';
COMMENT ON COLUMN prov.activity.bytes_written IS 'Bytes written.';
COMMENT ON COLUMN prov.activity.recipe_hash IS 'SHA-256 of type, version, parameters and inputs: equal recipes must give equal results.';
COMMENT ON COLUMN prov.activity.environment IS 'Versions of libraries, compiler, launcher, batch system: what else was noted of the surroundings.';

DROP VIEW IF EXISTS prov.activity_event CASCADE;
CREATE VIEW prov.activity_event AS SELECT
  t.id AS activity_id,
  CASE WHEN t.id IS NOT NULL THEN v.position END AS event_index,
  CASE WHEN t.id IS NOT NULL THEN v.happened AT TIME ZONE 'UTC' END AS happened,
  CASE WHEN t.id IS NOT NULL THEN v.event END AS event,
  CASE WHEN t.id IS NOT NULL THEN v.comment END AS comment
FROM store.activity_event v JOIN store.activity t ON t.id = v.activity_id
WHERE (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.activity_event IS 'Changes of phase and other moments of activities.';
COMMENT ON COLUMN prov.activity_event.activity_id IS 'The activity.';
COMMENT ON COLUMN prov.activity_event.event_index IS 'Order, from 1.';
COMMENT ON COLUMN prov.activity_event.happened IS 'When.';
COMMENT ON COLUMN prov.activity_event.event IS 'The phase reached, or what else happened.';
COMMENT ON COLUMN prov.activity_event.comment IS 'Why.';

DROP VIEW IF EXISTS prov.entity CASCADE;
CREATE VIEW prov.entity AS SELECT
  e.id AS id,
  e.name AS name,
  e.entity_type AS entity_type,
  e.location AS location,
  (e.generated_time AT TIME ZONE 'UTC') AS generated_time,
  t.id AS generated_by,
  CASE WHEN t.id IS NOT NULL THEN g.role END AS generated_role,
  (e.invalidated_time AT TIME ZONE 'UTC') AS invalidated_time,
  e.invalidated_reason AS invalidated_reason,
  e.comment AS comment,
  e.description_id AS description_id,
  e.owner AS owner,
  e.obs_collection AS obs_collection,
  e.obs_id AS obs_id,
  e.obs_publisher_did AS obs_publisher_did,
  e.file_name AS file_name,
  e.hdu AS hdu,
  e.hdu_class AS hdu_class,
  e.dataproduct_level AS dataproduct_level,
  e.content_type AS content_type,
  e.size_bytes AS size_bytes,
  e.sha256 AS sha256,
  e.datasum AS datasum,
  e.content_sum AS content_sum,
  (e.mtime AT TIME ZONE 'UTC') AS mtime,
  e.attributes::text AS attributes
FROM store.entity e LEFT JOIN store.was_generated_by g ON g.entity_id = e.id LEFT JOIN store.activity t ON t.id = g.activity_id AND (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()))
WHERE (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.entity IS 'What was used or made - runs, responses, maps, logs, configurations.';
COMMENT ON COLUMN prov.entity.id IS 'Identifier; of published datasets the publisher identifier.';
COMMENT ON COLUMN prov.entity.name IS 'Name.';
COMMENT ON COLUMN prov.entity.entity_type IS 'What it is: DL3, DL4, irf, config, log, collection.';
COMMENT ON COLUMN prov.entity.location IS 'Where it is, or was.';
COMMENT ON COLUMN prov.entity.generated_time IS 'When it was made.';
COMMENT ON COLUMN prov.entity.generated_by IS 'The activity that made it, if one is known and may be seen.';
COMMENT ON COLUMN prov.entity.generated_role IS 'What it is to the activity: counts_image, log.';
COMMENT ON COLUMN prov.entity.invalidated_time IS 'When it ceased to be valid.';
COMMENT ON COLUMN prov.entity.invalidated_reason IS 'Why it ceased to be valid.';
COMMENT ON COLUMN prov.entity.comment IS 'Remark.';
COMMENT ON COLUMN prov.entity.description_id IS 'The kind of entity, in prov.entity_description.';
COMMENT ON COLUMN prov.entity.owner IS 'User who alone may see it; null: whoever may see the collection; empty: of an anonymous job, seen by who knows its id.';
COMMENT ON COLUMN prov.entity.obs_collection IS 'Collection of the run it is of.';
COMMENT ON COLUMN prov.entity.obs_id IS 'Run it is of.';
COMMENT ON COLUMN prov.entity.obs_publisher_did IS 'Publisher identifier, if it is a published dataset.';
COMMENT ON COLUMN prov.entity.file_name IS 'Name of the file.';
COMMENT ON COLUMN prov.entity.hdu IS 'HDU in that file.';
COMMENT ON COLUMN prov.entity.hdu_class IS 'Class of the HDU in the words of GADF: aeff_2d, psf_3gauss.';
COMMENT ON COLUMN prov.entity.dataproduct_level IS 'Data level, 3 of event lists, 4 of what is made of them.';
COMMENT ON COLUMN prov.entity.content_type IS 'Media type.';
COMMENT ON COLUMN prov.entity.size_bytes IS 'Size.';
COMMENT ON COLUMN prov.entity.sha256 IS 'SHA-256 of the file.';
COMMENT ON COLUMN prov.entity.datasum IS 'DATASUM of the HDU.';
COMMENT ON COLUMN prov.entity.content_sum IS 'SHA-256 of what the file says, without what changes from job to job: equal for a result that was reproduced.';
COMMENT ON COLUMN prov.entity.mtime IS 'When the file was last changed.';
COMMENT ON COLUMN prov.entity.attributes IS 'What else was noted: rows used and left out, HDU class.';

DROP VIEW IF EXISTS prov.used CASCADE;
CREATE VIEW prov.used AS SELECT
  t.id AS activity_id,
  e.id AS entity_id,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN u.role END AS role,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN u.type END AS usage_type,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN u.happened AT TIME ZONE 'UTC' END AS happened,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN u.rows_used END AS rows_used,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN u.rows_rejected END AS rows_rejected,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN u.description_id END AS description_id
FROM store.used u JOIN store.activity t ON t.id = u.activity_id JOIN store.entity e ON e.id = u.entity_id
WHERE (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())) AND (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.used IS 'Which activity used which entity.';
COMMENT ON COLUMN prov.used.activity_id IS 'The activity.';
COMMENT ON COLUMN prov.used.entity_id IS 'The entity.';
COMMENT ON COLUMN prov.used.role IS 'What it was to the activity: events, gti, aeff, config.';
COMMENT ON COLUMN prov.used.usage_type IS 'Main, Calibration, Setup, Context.';
COMMENT ON COLUMN prov.used.happened IS 'When.';
COMMENT ON COLUMN prov.used.rows_used IS 'Rows of it that were used.';
COMMENT ON COLUMN prov.used.rows_rejected IS 'Rows of it that were cut away.';
COMMENT ON COLUMN prov.used.description_id IS 'What is used so, in prov.usage_description.';

DROP VIEW IF EXISTS prov.was_generated_by CASCADE;
CREATE VIEW prov.was_generated_by AS SELECT
  e.id AS entity_id,
  t.id AS activity_id,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN g.role END AS role,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN g.type END AS generation_type,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN g.happened AT TIME ZONE 'UTC' END AS happened,
  CASE WHEN t.id IS NOT NULL AND e.id IS NOT NULL THEN g.description_id END AS description_id
FROM store.was_generated_by g JOIN store.activity t ON t.id = g.activity_id JOIN store.entity e ON e.id = g.entity_id
WHERE (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())) AND (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.was_generated_by IS 'Which activity made which entity.';
COMMENT ON COLUMN prov.was_generated_by.entity_id IS 'The entity.';
COMMENT ON COLUMN prov.was_generated_by.activity_id IS 'The activity.';
COMMENT ON COLUMN prov.was_generated_by.role IS 'What it is to the activity: counts_image, log.';
COMMENT ON COLUMN prov.was_generated_by.generation_type IS 'Main, Preview, Log, Quality.';
COMMENT ON COLUMN prov.was_generated_by.happened IS 'When.';
COMMENT ON COLUMN prov.was_generated_by.description_id IS 'What is made so, in prov.generation_description.';

DROP VIEW IF EXISTS prov.was_derived_from CASCADE;
CREATE VIEW prov.was_derived_from AS SELECT
  e.id AS entity_id,
  f.id AS progenitor_id
FROM store.was_derived_from w JOIN store.entity e ON e.id = w.entity_id JOIN store.entity f ON f.id = w.progenitor_id
WHERE (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())) AND (f.collection_id IS NULL OR (SELECT store.visible_collections())[f.collection_id]) AND (f.owner IS NULL OR f.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.was_derived_from IS 'Which entity was made out of which.';
COMMENT ON COLUMN prov.was_derived_from.entity_id IS 'What was made.';
COMMENT ON COLUMN prov.was_derived_from.progenitor_id IS 'What it was made of.';

DROP VIEW IF EXISTS prov.lineage CASCADE;
CREATE VIEW prov.lineage AS SELECT
  e.id AS entity_id,
  f.id AS ancestor_id,
  CASE WHEN e.id IS NOT NULL AND f.id IS NOT NULL THEN n.steps END AS steps
FROM store.lineage n JOIN store.entity e ON e.id = n.entity_id JOIN store.entity f ON f.id = n.ancestor_id
WHERE (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())) AND (f.collection_id IS NULL OR (SELECT store.visible_collections())[f.collection_id]) AND (f.owner IS NULL OR f.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.lineage IS 'All that an entity was made of, directly or over several steps. Ask it backwards and forwards.';
COMMENT ON COLUMN prov.lineage.entity_id IS 'What was made.';
COMMENT ON COLUMN prov.lineage.ancestor_id IS 'What it was made of.';
COMMENT ON COLUMN prov.lineage.steps IS 'Derivations from the one to the other, the fewest.';

DROP VIEW IF EXISTS prov.was_informed_by CASCADE;
CREATE VIEW prov.was_informed_by AS SELECT
  t.id AS activity_id,
  s.id AS informant_id,
  CASE WHEN t.id IS NOT NULL AND s.id IS NOT NULL THEN i.reason END AS reason
FROM store.was_informed_by i JOIN store.activity t ON t.id = i.activity_id JOIN store.activity s ON s.id = i.informant_id
WHERE (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())) AND (s.collection_id IS NULL OR (SELECT store.visible_collections())[s.collection_id]) AND (s.owner IS NULL OR s.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.was_informed_by IS 'Which activity follows from which.';
COMMENT ON COLUMN prov.was_informed_by.activity_id IS 'What followed.';
COMMENT ON COLUMN prov.was_informed_by.informant_id IS 'What it followed from.';
COMMENT ON COLUMN prov.was_informed_by.reason IS 'task, redo.';

DROP VIEW IF EXISTS prov.agent CASCADE;
CREATE VIEW prov.agent WITH (security_barrier) AS SELECT
  a.id AS id,
  a.name AS name,
  a.type AS agent_type,
  a.comment AS comment,
  a.affiliation AS affiliation,
  a.url AS url
FROM store.agent a
WHERE EXISTS (SELECT 1 FROM store.was_attributed_to w JOIN store.entity e ON e.id = w.entity_id WHERE w.agent_id = a.id AND (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()))) OR EXISTS (SELECT 1 FROM store.was_associated_with w JOIN store.activity t ON t.id = w.activity_id WHERE w.agent_id = a.id AND (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())));
COMMENT ON VIEW prov.agent IS 'Persons, organisations and programs responsible for something that may be seen.';
COMMENT ON COLUMN prov.agent.id IS 'Identifier.';
COMMENT ON COLUMN prov.agent.name IS 'Name.';
COMMENT ON COLUMN prov.agent.agent_type IS 'Person, Organization or SoftwareAgent.';
COMMENT ON COLUMN prov.agent.comment IS 'Remark.';
COMMENT ON COLUMN prov.agent.affiliation IS 'Institute.';
COMMENT ON COLUMN prov.agent.url IS 'Page.';

DROP VIEW IF EXISTS prov.was_associated_with CASCADE;
CREATE VIEW prov.was_associated_with AS SELECT
  t.id AS activity_id,
  CASE WHEN t.id IS NOT NULL THEN w.agent_id END AS agent_id,
  CASE WHEN t.id IS NOT NULL THEN w.role END AS role
FROM store.was_associated_with w JOIN store.activity t ON t.id = w.activity_id
WHERE (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.was_associated_with IS 'Which agent was responsible for which activity.';
COMMENT ON COLUMN prov.was_associated_with.activity_id IS 'The activity.';
COMMENT ON COLUMN prov.was_associated_with.agent_id IS 'The agent.';
COMMENT ON COLUMN prov.was_associated_with.role IS 'Operator, Provider, ...';

DROP VIEW IF EXISTS prov.was_attributed_to CASCADE;
CREATE VIEW prov.was_attributed_to AS SELECT
  e.id AS entity_id,
  CASE WHEN e.id IS NOT NULL THEN w.agent_id END AS agent_id,
  CASE WHEN e.id IS NOT NULL THEN w.role END AS role
FROM store.was_attributed_to w JOIN store.entity e ON e.id = w.entity_id
WHERE (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.was_attributed_to IS 'Which agent is responsible for which entity.';
COMMENT ON COLUMN prov.was_attributed_to.entity_id IS 'The entity.';
COMMENT ON COLUMN prov.was_attributed_to.agent_id IS 'The agent.';
COMMENT ON COLUMN prov.was_attributed_to.role IS 'Creator, Publisher, Contact, ...';

DROP VIEW IF EXISTS prov.had_member CASCADE;
CREATE VIEW prov.had_member AS SELECT
  e.id AS entity_id,
  f.id AS member_id
FROM store.had_member w JOIN store.entity e ON e.id = w.entity_id JOIN store.entity f ON f.id = w.member_id
WHERE (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())) AND (f.collection_id IS NULL OR (SELECT store.visible_collections())[f.collection_id]) AND (f.owner IS NULL OR f.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.had_member IS 'Which entity is a member of which collection of entities.';
COMMENT ON COLUMN prov.had_member.entity_id IS 'The collection.';
COMMENT ON COLUMN prov.had_member.member_id IS 'The member.';

DROP VIEW IF EXISTS prov.specialization_of CASCADE;
CREATE VIEW prov.specialization_of AS SELECT
  e.id AS entity_id,
  f.id AS general_id
FROM store.specialization_of w JOIN store.entity e ON e.id = w.entity_id JOIN store.entity f ON f.id = w.general_id
WHERE (e.collection_id IS NULL OR (SELECT store.visible_collections())[e.collection_id]) AND (e.owner IS NULL OR e.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())) AND (f.collection_id IS NULL OR (SELECT store.visible_collections())[f.collection_id]) AND (f.owner IS NULL OR f.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.specialization_of IS 'Which entity is a version of which.';
COMMENT ON COLUMN prov.specialization_of.entity_id IS 'The special one, for instance the new version.';
COMMENT ON COLUMN prov.specialization_of.general_id IS 'The general one.';

DROP VIEW IF EXISTS prov.parameter CASCADE;
CREATE VIEW prov.parameter AS SELECT
  t.id AS activity_id,
  CASE WHEN t.id IS NOT NULL THEN m.position END AS parameter_index,
  CASE WHEN t.id IS NOT NULL THEN m.name END AS name,
  CASE WHEN t.id IS NOT NULL THEN m.value END AS parameter_value,
  CASE WHEN t.id IS NOT NULL THEN m.origin END AS parameter_origin,
  CASE WHEN t.id IS NOT NULL THEN m.description_id END AS description_id
FROM store.parameter m JOIN store.activity t ON t.id = m.activity_id
WHERE (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.parameter IS 'The values activities were given or took by default.';
COMMENT ON COLUMN prov.parameter.activity_id IS 'The activity.';
COMMENT ON COLUMN prov.parameter.parameter_index IS 'Order, from 1.';
COMMENT ON COLUMN prov.parameter.name IS 'Name.';
COMMENT ON COLUMN prov.parameter.parameter_value IS 'The value, in full.';
COMMENT ON COLUMN prov.parameter.parameter_origin IS 'user, default or derived.';
COMMENT ON COLUMN prov.parameter.description_id IS 'What it means, in prov.parameter_description.';

DROP VIEW IF EXISTS prov.config_file CASCADE;
CREATE VIEW prov.config_file AS SELECT
  t.id AS activity_id,
  CASE WHEN t.id IS NOT NULL THEN m.name END AS name,
  CASE WHEN t.id IS NOT NULL THEN m.location END AS location,
  CASE WHEN t.id IS NOT NULL THEN m.sha256 END AS sha256,
  CASE WHEN t.id IS NOT NULL THEN m.comment END AS comment
FROM store.config_file m JOIN store.activity t ON t.id = m.activity_id
WHERE (t.collection_id IS NULL OR (SELECT store.visible_collections())[t.collection_id]) AND (t.owner IS NULL OR t.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.config_file IS 'Files with the configuration of activities.';
COMMENT ON COLUMN prov.config_file.activity_id IS 'The activity.';
COMMENT ON COLUMN prov.config_file.name IS 'Name.';
COMMENT ON COLUMN prov.config_file.location IS 'Where it is.';
COMMENT ON COLUMN prov.config_file.sha256 IS 'SHA-256 of the file.';
COMMENT ON COLUMN prov.config_file.comment IS 'Remark.';

DROP VIEW IF EXISTS prov.activity_description CASCADE;
CREATE VIEW prov.activity_description AS SELECT
  y.id AS id,
  y.name AS name,
  y.version AS version,
  y.description AS description,
  y.docurl AS docurl,
  y.type AS activity_type,
  y.subtype AS activity_subtype
FROM store.activity_description y
WHERE (y.owner IS NULL OR y.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.activity_description IS 'Kinds of activities, with version.';
COMMENT ON COLUMN prov.activity_description.id IS 'Identifier.';
COMMENT ON COLUMN prov.activity_description.name IS 'Name: countmap.';
COMMENT ON COLUMN prov.activity_description.version IS 'Version of the method or of the program.';
COMMENT ON COLUMN prov.activity_description.description IS 'What it does.';
COMMENT ON COLUMN prov.activity_description.docurl IS 'Where it is explained.';
COMMENT ON COLUMN prov.activity_description.activity_type IS 'Observation, Simulation, Reconstruction, Selection, Analysis, ...';
COMMENT ON COLUMN prov.activity_description.activity_subtype IS 'Kind in more detail.';

DROP VIEW IF EXISTS prov.entity_description CASCADE;
CREATE VIEW prov.entity_description WITH (security_barrier) AS SELECT
  y.id AS id,
  y.name AS name,
  y.description AS description,
  y.docurl AS docurl,
  y.type AS description_type,
  y.content_type AS content_type
FROM store.entity_description y
WHERE NOT EXISTS (SELECT 1 FROM store.usage_description x JOIN store.activity_description d ON d.id = x.activity_description_id WHERE x.entity_description_id = y.id AND NOT (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()))) AND NOT EXISTS (SELECT 1 FROM store.generation_description x JOIN store.activity_description d ON d.id = x.activity_description_id WHERE x.entity_description_id = y.id AND NOT (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees())));
COMMENT ON VIEW prov.entity_description IS 'Kinds of entities.';
COMMENT ON COLUMN prov.entity_description.id IS 'Identifier.';
COMMENT ON COLUMN prov.entity_description.name IS 'Name.';
COMMENT ON COLUMN prov.entity_description.description IS 'What such things are.';
COMMENT ON COLUMN prov.entity_description.docurl IS 'Where it is explained.';
COMMENT ON COLUMN prov.entity_description.description_type IS 'DatasetDescription or ValueDescription.';
COMMENT ON COLUMN prov.entity_description.content_type IS 'Media type.';

DROP VIEW IF EXISTS prov.usage_description CASCADE;
CREATE VIEW prov.usage_description WITH (security_barrier) AS SELECT
  y.id AS id,
  y.role AS role,
  y.type AS usage_type,
  y.description AS description,
  y.multiplicity AS multiplicity,
  y.activity_description_id AS activity_description_id,
  y.entity_description_id AS entity_description_id
FROM store.usage_description y JOIN store.activity_description d ON d.id = y.activity_description_id
WHERE (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.usage_description IS 'What activities of each kind use.';
COMMENT ON COLUMN prov.usage_description.id IS 'Identifier.';
COMMENT ON COLUMN prov.usage_description.role IS 'What it is to the activity: events, aeff.';
COMMENT ON COLUMN prov.usage_description.usage_type IS 'Main, Calibration, Setup, Context, Quality.';
COMMENT ON COLUMN prov.usage_description.description IS 'What it is used for.';
COMMENT ON COLUMN prov.usage_description.multiplicity IS 'How many: 1, 0..1, *.';
COMMENT ON COLUMN prov.usage_description.activity_description_id IS 'The kind of activity.';
COMMENT ON COLUMN prov.usage_description.entity_description_id IS 'The kind of entity.';

DROP VIEW IF EXISTS prov.generation_description CASCADE;
CREATE VIEW prov.generation_description WITH (security_barrier) AS SELECT
  y.id AS id,
  y.role AS role,
  y.type AS generation_type,
  y.description AS description,
  y.multiplicity AS multiplicity,
  y.activity_description_id AS activity_description_id,
  y.entity_description_id AS entity_description_id
FROM store.generation_description y JOIN store.activity_description d ON d.id = y.activity_description_id
WHERE (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.generation_description IS 'What activities of each kind make.';
COMMENT ON COLUMN prov.generation_description.id IS 'Identifier.';
COMMENT ON COLUMN prov.generation_description.role IS 'What it is to the activity: counts_image, log.';
COMMENT ON COLUMN prov.generation_description.generation_type IS 'Main, Preview, Log, Quality.';
COMMENT ON COLUMN prov.generation_description.description IS 'What it is made for.';
COMMENT ON COLUMN prov.generation_description.multiplicity IS 'How many: 1, 0..1, *.';
COMMENT ON COLUMN prov.generation_description.activity_description_id IS 'The kind of activity.';
COMMENT ON COLUMN prov.generation_description.entity_description_id IS 'The kind of entity.';

DROP VIEW IF EXISTS prov.parameter_description CASCADE;
CREATE VIEW prov.parameter_description WITH (security_barrier) AS SELECT
  y.id AS id,
  y.name AS name,
  y.value_type AS value_type,
  y.unit AS unit,
  y.ucd AS ucd,
  y.description AS description,
  y.minimum AS minimum,
  y.maximum AS maximum,
  y.options AS options,
  y.default_value AS default_value,
  y.activity_description_id AS activity_description_id
FROM store.parameter_description y JOIN store.activity_description d ON d.id = y.activity_description_id
WHERE (d.owner IS NULL OR d.owner IS NOT DISTINCT FROM (SELECT nullif(current_setting('distill.user', true), '')) OR (SELECT store.oversees()));
COMMENT ON VIEW prov.parameter_description IS 'What the parameters of activities of each kind mean.';
COMMENT ON COLUMN prov.parameter_description.id IS 'Identifier.';
COMMENT ON COLUMN prov.parameter_description.name IS 'Name.';
COMMENT ON COLUMN prov.parameter_description.value_type IS 'VOTable type of the value.';
COMMENT ON COLUMN prov.parameter_description.unit IS 'Unit.';
COMMENT ON COLUMN prov.parameter_description.ucd IS 'UCD.';
COMMENT ON COLUMN prov.parameter_description.description IS 'What it means.';
COMMENT ON COLUMN prov.parameter_description.minimum IS 'Least value.';
COMMENT ON COLUMN prov.parameter_description.maximum IS 'Greatest value.';
COMMENT ON COLUMN prov.parameter_description.options IS 'The values allowed, comma separated.';
COMMENT ON COLUMN prov.parameter_description.default_value IS 'Value if none is given.';
COMMENT ON COLUMN prov.parameter_description.activity_description_id IS 'The kind of activity.';
