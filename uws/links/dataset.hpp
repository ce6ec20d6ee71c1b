/// What the catalogue knows of a dataset and of all that belongs to it, as DataLink needs it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"

namespace uws {

/// Where a file can be had: a path of ours below /files, or the address of someone else.
struct FileLink {
  std::string collection, path;  ///< path relative to the collection's data root
  std::string url{};             ///< not empty: the service does not have the file itself
  std::string media_type{};
  std::optional<std::int64_t> bytes{};
};

/// An HDU of a run, by what it is to the run: events, gti, aeff, edisp, psf, bkg, rad_max, pointing.
struct RunFile {
  std::string role;
  FileLink file;
};

/// Another dataset this one was made of, or that was made of it.
struct RelatedDataset {
  std::string did, title;
  std::string kind{};              ///< of store.product_kind
  std::optional<FileLink> file{};  ///< of a product
};

struct Dataset {
  std::string did;             ///< as the client asked for it
  bool known = false;          ///< there is one, and the user may know of it
  bool may_read = false;       ///< the user may have the file
  bool for_everybody = false;  ///< so may anybody
  std::string title{}, kind{}, collection{};
  std::optional<FileLink> file{};
  std::vector<RunFile> run_files{};
  std::vector<RelatedDataset> derived{};      ///< of a run: what was made of it; of a product: its pictures
  std::vector<RelatedDataset> progenitors{};  ///< the first `most_progenitors` in the order of their names
  std::size_t all_progenitors = 0;            ///< how many there are
  /// What SODA can cut it to; empty for datasets without events. Numbers as texts, for VALUES.
  std::string region{};                              ///< DALI circle or polygon, ICRS degrees
  std::string em_min{}, em_max{}, t_min{}, t_max{};  ///< m; MJD UTC
  bool is_run = false;
  std::string job_type{};  ///< of a product that a job of this service has made; may be done again
};

/// A map of ten thousand runs has not ten thousand links: of the rest its provenance tells.
inline constexpr std::size_t most_progenitors = 50;

/// One for each identifier, in the order asked for. The session must say who asks (set_asker).
std::vector<Dataset> find_datasets(catalog::pg::Connection& connection, std::vector<std::string> const& dids);

/// Tells the session who asks and under which URL: what views and functions of the schema go by.
void set_asker(catalog::pg::Connection& connection, std::string const& user, std::string const& base_url);

/// The address of a file under this service, or its own.
std::string url_of(FileLink const& file, std::string const& base_url);

}  // namespace uws
