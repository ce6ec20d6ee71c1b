/// The report that `distill select` leaves beside its products, as far as SODA needs it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace uws {

/// The text with absolute paths shortened to the names of their files.
std::string without_folders(std::string_view text);

struct SelectReport {
  std::uint64_t events_kept = 0;
  std::vector<std::filesystem::path> event_lists{};
};

/// engine::Failure(internal) for a report that is not there or not of that form.
SelectReport read_select_report(std::filesystem::path const& path);

/// Files are named without their folders from now on: where they lie on this machine is nobody's business.
void remove_folders(std::filesystem::path const& report);

}  // namespace uws
