-- User-defined functions on texts, intervals, times and numbers, named as in the IVOA catalogue of ADQL user-defined
-- functions. Those that answer yes or no give 1 or 0.

CREATE OR REPLACE FUNCTION adql.ivo_hasword(haystack text, needle text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT (to_tsvector('pg_catalog.english'::regconfig, haystack)
          @@ plainto_tsquery('pg_catalog.english'::regconfig, needle))::int
$$;

CREATE OR REPLACE FUNCTION adql.ivo_hashlist_has(hashlist text, item text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT (lower(item) = ANY (string_to_array(lower(hashlist), '#')))::int
$$;

CREATE OR REPLACE FUNCTION adql.ivo_nocasematch(value text, pattern text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$ SELECT (value ILIKE pattern)::int $$;

-- 1 if the intervals [l1, h1] and [l2, h2] have a point in common.
CREATE OR REPLACE FUNCTION adql.ivo_interval_overlaps(l1 float8, h1 float8, l2 float8, h2 float8) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$ SELECT (l1 <= h2 AND l2 <= h1 AND l1 <= h1 AND l2 <= h2)::int $$;

CREATE OR REPLACE FUNCTION adql.ivo_interval_has(val float8, iv float8[]) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$ SELECT (iv[1] <= val AND val <= iv[2])::int $$;

-- Days on the scale of the timestamp itself: no leap seconds are added or removed.
CREATE OR REPLACE FUNCTION adql.ivo_to_mjd(d timestamp) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT (d::date - DATE '1858-11-17') + (EXTRACT(epoch FROM d - date_trunc('day', d)) / 86400)::float8
$$;

CREATE OR REPLACE FUNCTION adql.ivo_to_jd(d timestamp) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$ SELECT adql.ivo_to_mjd(d) + 2400000.5 $$;

CREATE OR REPLACE FUNCTION adql.mjd_to_timestamp(mjd float8) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT TIMESTAMP '1858-11-17' + floor(mjd)::int * INTERVAL '1 day'
         + round((mjd - floor(mjd)) * 86400e6) * INTERVAL '1 microsecond'
$$;

-- ISO 8601 with a T, without zone (DALI 1.1 section 3.3.3); fractions only where there are some. Neither IMMUTABLE nor STRICT, for
-- the sake of speed, as adql.stcs.
CREATE OR REPLACE FUNCTION adql.iso(d timestamp) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT to_char(d, 'YYYY-MM-DD"T"HH24:MI:SS')
         || CASE WHEN date_trunc('second', d) = d THEN ''
                 ELSE rtrim(to_char(d, '.US'), '0') END
$$;

-- The time a text in ISO 8601 says; NULL for what is none. A zone is refused by giving NULL, but for the Z of UTC.
CREATE OR REPLACE FUNCTION adql.time(iso text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 10 AS $$
BEGIN
  IF iso !~ '^\s*\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d*)?)?)?Z?\s*$' THEN RETURN NULL; END IF;
  RETURN rtrim(btrim(iso), 'Z')::timestamp;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN RETURN NULL;
END $$;

-- Element 0 counts what is below `lower`, the last one what is at or above `upper`, the nbins between are of equal width.
CREATE OR REPLACE FUNCTION adql.histogram_step(counts bigint[], val float8, low float8, high float8, bins bigint)
RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  bin int;
BEGIN
  IF counts IS NULL THEN
    IF low IS NULL OR high IS NULL OR bins IS NULL THEN RETURN NULL; END IF;
    IF NOT (low < high AND bins BETWEEN 1 AND 10000) THEN
      PERFORM adql.refuse('ivo_histogram wants lower < upper and 1 to 10000 bins', low, high, bins::float8);
    END IF;
    counts := array_fill(0::bigint, ARRAY[(bins + 2)::int]);
  END IF;
  IF val IS NULL OR val = 'NaN' THEN RETURN counts; END IF;
  bin := CASE WHEN val < low THEN 0 WHEN val >= high THEN bins + 1
              ELSE least(bins, 1 + floor((val - low) / (high - low) * bins)) END;
  counts[bin + 1] := counts[bin + 1] + 1;
  RETURN counts;
END $$;

CREATE OR REPLACE AGGREGATE adql.ivo_histogram(val float8, low float8, high float8, bins bigint) (
  SFUNC = adql.histogram_step, STYPE = bigint[]);

-- A random number of the normal distribution (Box and Muller).
CREATE OR REPLACE FUNCTION adql.ivo_normal_random(mu float8, sigma float8) RETURNS float8
LANGUAGE sql VOLATILE PARALLEL RESTRICTED STRICT AS $$
  SELECT mu + sigma * sqrt(-2 * ln(1 - random())) * cosd(360 * random())
$$;

-- Mathematics that PostgreSQL has for decimal numbers only. From 2^52 on every double is whole.
CREATE OR REPLACE FUNCTION adql.truncate(x float8, digits bigint) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT CASE WHEN x IN ('NaN', 'Infinity', '-Infinity') OR digits > 300 OR (digits >= 0 AND abs(x) >= 4503599627370496) THEN x
              WHEN digits < -300 THEN 0 ELSE trunc(x::numeric, digits::int)::float8 END
$$;

CREATE OR REPLACE FUNCTION adql.round(x float8, digits bigint) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT CASE WHEN x IN ('NaN', 'Infinity', '-Infinity') OR digits > 300 OR (digits >= 0 AND abs(x) >= 4503599627370496) THEN x
              WHEN digits < -300 THEN 0 ELSE round(x::numeric, digits::int)::float8 END
$$;

-- The remainder, with the sign of the dividend.
CREATE OR REPLACE FUNCTION adql.mod(x float8, y float8) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
  IF y = 0 THEN RAISE EXCEPTION USING ERRCODE = 'division_by_zero', MESSAGE = 'division by zero in MOD'; END IF;
  -- Exact for all that a double can hold exactly as a decimal number.
  IF abs(x) < 1e15 AND abs(y) < 1e15 AND abs(y) > 1e-300 THEN RETURN mod(x::numeric, y::numeric)::float8; END IF;
  RETURN x - y * trunc(x / y);
END $$;


-- Starts the random numbers of the session anew, and adds nothing.
CREATE OR REPLACE FUNCTION adql.seed(start float8) RETURNS float8
LANGUAGE plpgsql VOLATILE PARALLEL RESTRICTED AS $$
BEGIN
  PERFORM setseed(adql.mod(coalesce(start, 0), 2147483647) / 2147483647);
  RETURN 0;
END $$;
