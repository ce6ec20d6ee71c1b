-- From runs to what was made of them: how the metadata of inputs reach their products.

-- One rule for each column of store.dataset that a product has from its inputs: copy (if all have the same), min, max,
-- sum (of all or of none), union (each once, comma separated), count. What is not listed does not come from inputs.
CREATE OR REPLACE FUNCTION store.propagation_rules() RETURNS TABLE (column_name text, rule text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  VALUES ('t_min', 'min'), ('t_max', 'max'), ('t_exptime', 'sum'), ('t_resolution', 'max'), ('target_name', 'copy'),
         ('target_key', 'copy'), ('facility_name', 'copy'), ('instrument_name', 'copy'), ('proposal_id', 'copy'),
         ('s_resolution', 'max'), ('s_ref_energy', 'copy'), ('s_ref_oaa', 'copy'), ('em_res_power', 'min'),
         ('em_ref_energy', 'copy'), ('em_ref_oaa', 'copy'), ('prov_inputs', 'count')
$$;

-- What a rule makes of the column d.<name> of several datasets; of none: null.
CREATE OR REPLACE FUNCTION store.propagation_expression(name text, rule text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT format(CASE rule
    WHEN 'copy' THEN 'CASE WHEN count(d.%1$I) = count(*) AND count(DISTINCT d.%1$I) = 1 THEN min(d.%1$I) END'
    WHEN 'min' THEN 'min(d.%1$I)'
    WHEN 'max' THEN 'max(d.%1$I)'
    WHEN 'sum' THEN 'CASE WHEN count(d.%1$I) = count(*) THEN sum(d.%1$I) END'
    WHEN 'union' THEN 'string_agg(DISTINCT d.%1$I::text, '', '' ORDER BY d.%1$I::text)'
    WHEN 'count' THEN 'nullif(count(d.id), 0)' END, name)
$$;

-- store.product_propagated: the columns by the rules, of every product with inputs in the catalogue.
DROP VIEW IF EXISTS store.product_propagated CASCADE;
DO $$
BEGIN
  EXECUTE (SELECT 'CREATE VIEW store.product_propagated AS SELECT x.product_id, '
      || string_agg(store.propagation_expression(r.column_name, r.rule) || ' AS ' || quote_ident(r.column_name), ', ' ORDER BY n)
      || ' FROM store.product_observation x JOIN store.dataset d ON d.observation_id = x.observation_id GROUP BY x.product_id'
    FROM store.propagation_rules() WITH ORDINALITY AS r (column_name, rule, n));
END $$;

-- Writes them into the dataset of a product, or of all (null) products of jobs; gives how many rows have changed.
CREATE OR REPLACE FUNCTION store.propagate(to_product bigint DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  columns text; stored text; wanted text;
  changed bigint;
BEGIN
  SELECT string_agg(quote_ident(column_name), ', '), string_agg('d.' || quote_ident(column_name), ', '),
         string_agg('w.' || quote_ident(column_name), ', ') INTO columns, stored, wanted FROM store.propagation_rules();
  EXECUTE format('UPDATE store.dataset d SET (%1$s) = ROW(%3$s) FROM store.product p LEFT JOIN store.product_propagated w
    ON w.product_id = p.id WHERE d.product_id = p.id AND p.job_id IS NOT NULL AND ($1 IS NULL OR p.id = $1)
    AND ROW(%2$s) IS DISTINCT FROM ROW(%3$s)', columns, stored, wanted) USING to_product;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

-- store.product_metadata_check: where what is stored of a product is not what its inputs say now, column by column. Empty:
-- all agree. Floating point sums depend on the order of rows, so numbers agree within 1e-12.
DROP VIEW IF EXISTS store.product_metadata_check;
DO $$
BEGIN
  EXECUTE (SELECT 'CREATE VIEW store.product_metadata_check AS SELECT p.did AS product_did, c.column_name, c.rule, c.stored, c.expected
      FROM store.product p JOIN store.dataset d ON d.product_id = p.id LEFT JOIN store.product_propagated w ON w.product_id = p.id
      CROSS JOIN LATERAL (VALUES '
      || string_agg(format('(%L, %L, d.%3$I::text, w.%3$I::text, %4$s)', r.column_name, r.rule, r.column_name,
           CASE WHEN a.atttypid IN ('float8'::regtype, 'int8'::regtype)
                THEN format('abs(d.%1$I - w.%1$I) <= 1e-12 * abs(w.%1$I)', r.column_name) ELSE 'false' END), ', ')
      || ') AS c (column_name, rule, stored, expected, near) WHERE p.job_id IS NOT NULL
         AND c.stored IS DISTINCT FROM c.expected AND c.near IS NOT TRUE'
    FROM store.propagation_rules() r JOIN pg_attribute a ON a.attrelid = 'store.dataset'::regclass AND a.attname = r.column_name);
END $$;
