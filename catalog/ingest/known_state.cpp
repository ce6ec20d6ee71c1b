#include "catalog/ingest/known_state.hpp"

namespace catalog::ingest {

namespace {

constexpr char const* collection_sql =
    "SELECT id, coalesce(data_root, '') FROM store.collection WHERE name = $1";
constexpr char const* runs_sql =
    "SELECT obs_id, coalesce(fingerprint, '') FROM store.observation WHERE collection_id = $1";
constexpr char const* files_sql =
    "SELECT path, size_bytes, (extract(epoch FROM mtime) * 1000000)::bigint, sha256 FROM store.file "
    "WHERE collection_id = $1 AND size_bytes IS NOT NULL AND mtime IS NOT NULL AND sha256 IS NOT NULL";

}  // namespace

KnownState read_known_state(pg::Connection& database, std::string const& collection) {
  KnownState out;
  pg::Result const found = database.run(collection_sql, {collection});
  if (found.empty()) return out;
  out.collection_id = found.integer(0, 0);
  out.data_root = found.text(0, 1);
  std::string const id = std::to_string(*out.collection_id);
  pg::Result const runs = database.run(runs_sql, {id});
  for (std::size_t i = 0; i < runs.rows(); ++i) out.fingerprints.emplace(runs.text(i, 0), runs.text(i, 1));
  pg::Result const files = database.run(files_sql, {id});
  for (std::size_t i = 0; i < files.rows(); ++i)
    out.files.emplace(files.text(i, 0),
                      KnownFile{{files.integer(i, 1), files.integer(i, 2)}, files.text(i, 3)});
  return out;
}

}  // namespace catalog::ingest
