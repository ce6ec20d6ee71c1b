-- Vocabularies (requirements of ObsCore 1.1 table 5.1 and of the slides). An operator may change what rows say:
-- what is there already stays.
INSERT INTO store.data_level (level, name, title, description, calib_level, cta_name, vodf_name) VALUES
  (0, 'DL0', 'DAQ-RAW', 'Raw data as the acquisition stores them.', 0, 'DL0', NULL),
  (1, 'DL1', 'CALIBRATED', 'Calibrated images of showers and their parameters, telescope by telescope.', 1,
   'DL1 (DL1a images, DL1b parameters)', NULL),
  (2, 'DL2', 'RECONSTRUCTED', 'Reconstructed showers: direction, energy, kind of particle.', 1,
   'DL2 (DL2a by telescope, DL2b by event)', NULL),
  (3, 'DL3', 'REDUCED', 'Lists of selected gamma-like events with the responses of the instrument.', 1, 'DL3', 'Level-1'),
  (4, 'DL4', 'SCIENCE', 'Products of an analysis: maps, spectra, light curves.', 3, 'DL4', NULL),
  (5, 'DL5', 'OBSERVATORY', 'Products of the observatory: surveys, catalogues.', 4, 'DL5/DL6', NULL)
ON CONFLICT (level) DO NOTHING;

INSERT INTO store.product_kind (kind, description, obscore_type, subtype, cta_type, hea_type, o_ucd, hea_ucd) VALUES
  ('event-bundle', 'A list of events together with the responses that belong to it.', 'event', 'dl3', 'eventlist',
   'hea-event-bundle', NULL, 'pos.eq#time#em.energy'),
  ('event-list', 'A list of events without responses.', 'event', 'dl3', 'eventlist', 'hea-event-list', NULL,
   'pos.eq#time#em.energy'),
  ('response', 'A response of the instrument: effective area, energy dispersion, point spread, background.', NULL, 'irf',
   'response', 'response-function', NULL, NULL),
  ('counts-image', 'Number of events in each pixel of the sky.', 'image', 'counts', 'image', NULL, 'phot.count',
   'phot.count'),
  ('counts-cube', 'Number of events in each pixel of the sky and bin of energy.', 'cube', 'counts', 'cube', NULL,
   'phot.count', 'phot.count'),
  ('counts-spectrum', 'Number of events in each bin of energy, with background and responses.', 'spectrum', 'counts',
   'spectrum', NULL, 'phot.count', 'phot.count'),
  ('counts-lightcurve', 'Number of events in each bin of time.', 'timeseries', 'counts', 'timeseries', NULL, 'phot.count',
   'phot.count'),
  ('image', 'A map of the sky.', 'image', NULL, 'image', NULL, NULL, NULL),
  ('cube', 'A map of the sky with a further axis.', 'cube', NULL, 'cube', NULL, NULL, NULL),
  ('spectrum', 'A spectrum.', 'spectrum', NULL, 'spectrum', NULL, 'phot.flux.density;em.energy',
   'phot.flux.density;em.energy'),
  ('sed', 'Flux over a wide range of energies.', 'sed', NULL, 'sed', NULL, 'phot.flux.density;em.energy',
   'phot.flux.density;em.energy'),
  ('timeseries', 'A light curve.', 'timeseries', NULL, 'timeseries', NULL, 'phot.flux', 'phot.flux'),
  ('measurements', 'A table of results: sources, fit parameters.', 'measurements', NULL, 'measurements', NULL, NULL, NULL)
ON CONFLICT (kind) DO NOTHING;
