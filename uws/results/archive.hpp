/// All results of a job as one file, made while it is sent: nothing is stored, memory stays flat.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "jobs/job.hpp"
#include "jobs/job_directory.hpp"
#include "uws/http/message.hpp"

namespace uws {

/// One member: a file as it lies on disk, or a text.
struct ArchiveEntry {
  std::string name;              ///< in the archive: safe names, '/' between them, unique
  std::filesystem::path file{};  ///< empty: `text` is the content
  std::string text{};
  jobs::Instant modified{};
};

/// "map-3K9QZ01B": of the archive's file and of the one folder in it.
std::string archive_name(jobs::Job const& job);

/// The results of the job, then SHA256SUMS in the form that `sha256sum -c` reads. Results that lie elsewhere
/// are told in LINKS.txt. Throws http::Refusal (404) if there are none, or a file is gone.
std::vector<ArchiveEntry> archive_entries(jobs::Job const& job, jobs::JobDirectories const& directories);

/// POSIX.1-2001 pax interchange format: ustar blocks, extended headers where a size or a name needs one.
std::unique_ptr<http::BodySource> tar_of(std::vector<ArchiveEntry> entries);

/// ZIP (PKWARE APPNOTE 6.3.9) with stored members, since products are compressed already or hardly can be;
/// zip64 where sizes, offsets or counts need it. Each file is read twice: its checksum goes before it.
std::unique_ptr<http::BodySource> zip_of(std::vector<ArchiveEntry> entries);

}  // namespace uws
