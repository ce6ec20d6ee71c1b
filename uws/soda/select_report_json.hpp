/// The report that `distill select` leaves beside its products, as far as SODA needs it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace uws {

struct SelectReport {
  std::uint64_t events_kept = 0;
  std::vector<std::filesystem::path> event_lists{};
};

/// engine::Failure(internal) for a report that is not there or not of that form.
SelectReport read_select_report(std::filesystem::path const& path);

}  // namespace uws
