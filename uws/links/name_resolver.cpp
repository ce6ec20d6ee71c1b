#include "uws/links/name_resolver.hpp"

#include <algorithm>
#include <semaphore>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/dataset.hpp"
#include "uws/links/known_sources.hpp"
#include "uws/links/sesame.hpp"

namespace uws {

namespace {

using catalog::pg::Connection;

constexpr std::size_t longest_name = 200;

/// Where the telescopes' headers place the target, else the mean of the pointings around it (unit vectors: no
/// wrap).
constexpr auto targets_sql = R"(
SELECT min(o.object), count(*),
  mod((degrees(atan2(avg(sin(radians(p.ra)) * cos(radians(p.dec))), avg(cos(radians(p.ra)) * cos(radians(p.dec))))) + 360)::numeric, 360),
  degrees(atan2(avg(sin(radians(p.dec))), sqrt(avg(sin(radians(p.ra)) * cos(radians(p.dec))) ^ 2
                                            + avg(cos(radians(p.ra)) * cos(radians(p.dec))) ^ 2))),
  bool_and(o.ra_obj IS NOT NULL AND o.dec_obj IS NOT NULL)
FROM store.observation o, LATERAL (SELECT coalesce(o.ra_obj, o.s_ra) AS ra, coalesce(o.dec_obj, o.s_dec) AS dec) p
WHERE o.target_key = $1 AND p.ra IS NOT NULL AND p.dec IS NOT NULL AND (SELECT store.visible_collections())[o.collection_id]
HAVING count(*) > 0)";

/// One name for each key, stepping along the index instead of reading a million runs of a hundred targets.
constexpr auto names_sql = R"(
WITH RECURSIVE k AS (
  (SELECT target_key FROM store.observation WHERE target_key IS NOT NULL ORDER BY 1 LIMIT 1)
  UNION ALL
  SELECT (SELECT o.target_key FROM store.observation o WHERE o.target_key > k.target_key ORDER BY 1 LIMIT 1)
  FROM k WHERE k.target_key IS NOT NULL)
SELECT o.object FROM (SELECT target_key FROM k WHERE target_key IS NOT NULL LIMIT 10000) t CROSS JOIN LATERAL (
  SELECT o.object FROM store.observation o WHERE o.target_key = t.target_key AND o.object IS NOT NULL
    AND (SELECT store.visible_collections())[o.collection_id] LIMIT 1) o)";

constexpr auto cached_sql = R"(
SELECT found, name, ra, dec, object_type, source, to_char(answered AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
FROM store.resolved_name WHERE key = $1 AND resolver = 'sesame' AND (expires IS NULL OR expires > now()))";

constexpr auto remember_sql = R"(
INSERT INTO store.resolved_name (key, resolver, asked, found, name, ra, dec, object_type, source, answered, expires)
VALUES ($1, 'sesame', $2, $3, $4, $5, $6, $7, $8, now(), now() + $9::bigint * interval '1 second')
ON CONFLICT (key, resolver) DO UPDATE SET asked = EXCLUDED.asked, found = EXCLUDED.found, name = EXCLUDED.name,
  ra = EXCLUDED.ra, dec = EXCLUDED.dec, object_type = EXCLUDED.object_type, source = EXCLUDED.source,
  answered = EXCLUDED.answered, expires = EXCLUDED.expires)";

void look_among_targets(Connection& connection, std::string const& key, Resolution& resolution) {
  resolution.resolvers.push_back("targets");
  auto const rows = connection.run(targets_sql, {key});
  if (rows.empty()) return;
  bool const from_header = rows.boolean(0, 4);
  resolution.matches.push_back(
      {.name = rows.text(0, 0),
       .ra = rows.real(0, 2),
       .dec = rows.real(0, 3),
       .resolver = "targets",
       .source = from_header ? "RA_OBJ and DEC_OBJ of the runs" : "mean of the runs' positions",
       .runs = rows.integer(0, 1)});
}

std::vector<std::string> names_of(KnownSource const& source) {
  std::vector<std::string> names = engine::split(source.aliases, '|');
  names.emplace_back(source.name);
  return names;
}

void look_among_sources(std::string const& key, Resolution& resolution) {
  resolution.resolvers.push_back("sources");
  for (KnownSource const& source : known_sources())
    for (std::string const& name : names_of(source))
      if (name_key(name) == key) {
        resolution.matches.push_back({.name = std::string(source.name),
                                      .ra = source.ra,
                                      .dec = source.dec,
                                      .resolver = "sources",
                                      .type = std::string(source.type),
                                      .source = "table of known TeV sources"});
        return;
      }
}

/// True if the cache knows, be it that Sesame does not.
bool look_into_cache(Connection& connection, std::string const& key, Resolution& resolution) {
  auto const rows = connection.run(cached_sql, {key});
  if (rows.empty()) return false;
  if (!rows.boolean(0, 0)) return true;
  resolution.matches.push_back({.name = rows.text(0, 1),
                                .ra = rows.real(0, 2),
                                .dec = rows.real(0, 3),
                                .resolver = "sesame",
                                .type = std::string(rows.cell(0, 4).value_or("")),
                                .source = std::string(rows.cell(0, 5).value_or("")),
                                .answered = rows.text(0, 6)});
  return true;
}

void remember(Connection& connection, std::string const& key, Resolution const& resolution,
              std::optional<SesameAnswer> const& answer, std::chrono::seconds for_how_long) {
  using Text = std::optional<std::string>;
  // That a name is unknown today is worth less.
  auto const seconds =
      std::to_string((answer ? for_how_long : std::min(for_how_long, std::chrono::seconds(3600))).count());
  auto const told = [&](std::string const& text) { return answer ? Text(text) : Text(); };
  SesameAnswer const a = answer.value_or(SesameAnswer{});
  connection.run(remember_sql,
                 {key, resolution.asked, answer ? "t" : "f", told(a.name), told(engine::shortest(a.ra)),
                  told(engine::shortest(a.dec)), told(a.type), told(a.service), seconds});
}

/// Strangers must not be able to put all workers to sleep with names that nobody knows.
constexpr std::ptrdiff_t most_waiting = 4;

class Turn {
 public:
  Turn() : taken_(turns().try_acquire()) {}
  ~Turn() {
    if (taken_) turns().release();
  }
  Turn(Turn const&) = delete;
  Turn& operator=(Turn const&) = delete;
  explicit operator bool() const { return taken_; }

 private:
  static std::counting_semaphore<most_waiting>& turns() {
    static std::counting_semaphore<most_waiting> all{most_waiting};
    return all;
  }
  bool taken_;
};

/// The connection is given back while Sesame thinks.
void ask_sesame_too(std::string const& key, LinkParts const& parts, Resolution& resolution) {
  resolution.resolvers.push_back("sesame");
  if (look_into_cache(*parts.pool.take(), key, resolution)) return;
  Turn const turn;
  if (!turn) {
    resolution.trouble = "too many names are being asked of Sesame at this moment - try again";
    return;
  }
  try {
    auto answer = ask_sesame(parts.resolver.sesame, resolution.asked, parts.resolver.timeout);
    if (answer && answer->name.empty()) answer->name = resolution.asked;
    auto connection = parts.pool.take();
    remember(*connection, key, resolution, answer, parts.resolver.cache);
    look_into_cache(*connection, key, resolution);
  } catch (engine::Failure const& failure) {
    resolution.trouble = failure.what();
  }
}

void suggest(Connection& connection, Resolution& resolution) {
  std::vector<std::string> names, keys;
  for (KnownSource const& source : known_sources())
    for (std::string& name : names_of(source)) names.push_back(std::move(name));
  auto const rows = connection.run(names_sql);
  for (std::size_t row = 0; row < rows.rows(); ++row) names.push_back(rows.text(row, 0));
  for (std::string const& name : names) keys.push_back(name_key(name));
  std::string const key = name_key(resolution.asked);
  auto const nearest = engine::nearest_word(key, keys);
  for (std::size_t i = 0; i < names.size() && resolution.suggestions.size() < 10; ++i) {
    bool const similar = keys[i] == nearest || (key.size() > 2 && keys[i].find(key) != std::string::npos);
    auto const& so_far = resolution.suggestions;
    if (similar && std::find(so_far.begin(), so_far.end(), names[i]) == so_far.end())
      resolution.suggestions.push_back(names[i]);
  }
}

}  // namespace

Resolution resolve_name(std::string const& name, LinkParts const& parts, std::string const& user) {
  Resolution resolution{.asked = std::string(engine::trimmed(name))};
  std::string const key = name_key(resolution.asked);
  {
    auto connection = parts.pool.take();
    set_asker(*connection, user, "");
    look_among_targets(*connection, key, resolution);
  }
  look_among_sources(key, resolution);
  if (resolution.matches.empty() && !parts.resolver.sesame.empty()) ask_sesame_too(key, parts, resolution);
  if (resolution.matches.empty()) {
    auto connection = parts.pool.take();
    set_asker(*connection, user, "");
    suggest(*connection, resolution);
  }
  return resolution;
}

http::Reply resolve_reply(http::Request const& request, LinkParts const& parts) {
  auto const parameters = http::parse_parameters(request);
  auto const name = engine::trimmed(parameters.find("name").value_or(""));
  if (name.empty()) throw http::Refusal(400, "name is missing: /resolve?name=Crab");
  if (name.size() > longest_name) throw http::Refusal(400, "name: longer than any name of a source");
  Resolution const resolution = resolve_name(std::string(name), parts, asker_of(parts, request));
  return http::with_type(resolution.matches.empty() ? 404 : 200, "application/json",
                         resolution_json(resolution));
}

}  // namespace uws
