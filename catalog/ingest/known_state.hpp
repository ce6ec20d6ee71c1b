/// What the catalogue has of a collection before an ingest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "catalog/ingest/file_facts.hpp"
#include "catalog/pg/connection.hpp"

namespace catalog::ingest {

struct KnownFile {
  FileStamp stamp;
  std::string sha256;
};

struct KnownState {
  std::optional<std::int64_t> collection_id;
  std::string data_root;
  std::unordered_map<std::string, std::string> fingerprints;  ///< by obs_id
  std::unordered_map<std::string, KnownFile> files;           ///< by path as stored
};

KnownState read_known_state(pg::Connection& database, std::string const& collection);

}  // namespace catalog::ingest
