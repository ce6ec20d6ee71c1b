#include "engine/io/response_store.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/io/data_sum.hpp"
#include "engine/io/response_copies.hpp"
#include "engine/io/used_table.hpp"

namespace engine {

namespace {

std::string place_of(ResponseLocation const& response) {
  HduLocation const& where = response.location;
  return where.file + '\n' + where.hdu + '\n' + std::to_string(where.number.value_or(0)) + '\n' +
         response.type + '\n' + response.hdu_class;
}

bool wanted(std::string const& type, ResponseNeeds const& needs) {
  return (type == "aeff" && needs.area) || (type == "edisp" && needs.dispersion) ||
         (type == "psf" && needs.psf) || (type == "bkg" && needs.background) ||
         (type == "rad_max" && needs.rad_max);
}

UsedResponse used_response(FitsFile& file, int hdu, ResponseLocation const& response,
                           std::string const& content_sum) {
  UsedResponse used{used_table(file, hdu, response.type, response.hdu_class), content_sum};
  if (used.table.datasum.empty()) used.table.datasum = std::to_string(data_sum_of(file, hdu));
  return used;
}

/// Puts a value in its place. It keeps the whole entry alive: as long as somebody has the value, the store
/// finds it again.
struct TakeValue {
  std::shared_ptr<LoadedResponse const> const& owner;
  RunResponses& out;
  void operator()(std::shared_ptr<AreaResponse const> const& value) const { out.area = {owner, value.get()}; }
  void operator()(std::shared_ptr<DispersionResponse const> const& value) const {
    out.dispersion = {owner, value.get()};
  }
  void operator()(std::shared_ptr<PointSpread const> const& value) const { out.psf = {owner, value.get()}; }
  void operator()(std::shared_ptr<Background const> const& value) const {
    out.background = {owner, value.get()};
  }
  void operator()(std::shared_ptr<RadMaxResponse const> const& value) const {
    out.rad_max = {owner, value.get()};
  }
};

/// What area and dispersion say beside their cells: the area's word counts where both have one.
void take_facts(LoadedResponse const& response, std::string const& type, RunResponses& out,
                std::optional<Angle>& rad_max) {
  bool const area = type == "aeff";
  if (!area && type != "edisp") return;
  if (area || !out.area) out.enclosure = response.enclosure;
  if (response.rad_max && (area || !rad_max)) rad_max = response.rad_max;
  if (!area) return;
  out.low_threshold = response.low_threshold;
  out.high_threshold = response.high_threshold;
}

}  // namespace

ResponsesOfRun ResponseStore::of(Observation const& run, FitsFile& event_file, ResponseNeeds const& needs) {
  ResponsesOfRun out;
  std::set<std::string> seen;
  std::optional<Angle> rad_max;
  for (ResponseLocation const& response : run.responses) {
    if (!wanted(response.type, needs)) continue;
    if (!seen.insert(response.type).second) {
      out.notes.push_back("run " + std::to_string(run.id) + " has several " + response.type +
                          " tables: the first is used, not " + response.location.hdu + " in " +
                          response.location.file);
      continue;
    }
    Entry const entry = entry_of(response, event_file);
    std::visit(TakeValue{entry.response, out.values}, entry.response->value);
    take_facts(*entry.response, response.type, out.values, rad_max);
    out.used.push_back(entry.used);
    out.notes.insert(out.notes.end(), entry.response->mends.begin(), entry.response->mends.end());
  }
  if (!out.values.rad_max && rad_max && needs.rad_max)
    out.values.rad_max = std::make_shared<RadMaxResponse const>(RadMaxResponse::fixed(*rad_max));
  return out;
}

std::size_t ResponseStore::tables_read() const {
  std::scoped_lock const lock(mutex_);
  return read_;
}

ResponseStore::Entry ResponseStore::entry_of(ResponseLocation const& response, FitsFile& event_file) {
  return response.location.file == event_file.path() ? load(response, event_file) : shared_entry(response);
}

ResponseStore::Entry ResponseStore::shared_entry(ResponseLocation const& response) {
  std::string const place = place_of(response);
  std::promise<Place> promise;
  std::shared_future<Place> known;
  bool first = false;
  {
    std::scoped_lock const lock(mutex_);
    auto const [at, inserted] = by_place_.try_emplace(place);
    if (inserted) at->second = promise.get_future().share();
    known = at->second;
    first = inserted;
  }
  auto const load_here = [&] {
    FitsFile file = FitsFile::open(response.location.file, response.location.syntax);
    return load(response, file);
  };
  if (first) {
    try {
      Entry entry = load_here();
      promise.set_value({entry.response, entry.used});
      return entry;
    } catch (...) {  // those who wait for it fail alike
      promise.set_exception(std::current_exception());
      throw;
    }
  }
  Place const& found = known.get();
  if (std::shared_ptr<LoadedResponse const> response_there = found.response.lock()) {
    keep(response_there);
    return {std::move(response_there), found.used};
  }
  Entry entry = load_here();
  std::promise<Place> again;
  again.set_value({entry.response, entry.used});
  std::scoped_lock const lock(mutex_);
  by_place_[place] = again.get_future().share();
  return entry;
}

ResponseStore::Entry ResponseStore::load(ResponseLocation const& response, FitsFile& file) {
  int const hdu = find_response(file, response);
  // The type is part of the key: a table that is listed under a wrong one is refused each time.
  std::string const sum = content_sum_of(file, hdu);
  std::string const key = response.type + ' ' + sum;
  std::shared_ptr<LoadedResponse const> value;
  {
    std::scoped_lock const lock(mutex_);
    if (auto const known = by_content_.find(key); known != by_content_.end()) value = known->second.lock();
  }
  if (!value) {
    value = std::make_shared<LoadedResponse const>(read_response(file, hdu, response.type));
    std::scoped_lock const lock(mutex_);
    ++read_;
    // Another thread may have been faster: one value serves all.
    std::weak_ptr<LoadedResponse const>& slot = by_content_[key];
    if (std::shared_ptr<LoadedResponse const> there = slot.lock())
      value = std::move(there);
    else
      slot = value;
  }
  keep(value);
  return {value, used_response(file, hdu, response, sum)};
}

void ResponseStore::keep(std::shared_ptr<LoadedResponse const> const& response) {
  std::scoped_lock const lock(mutex_);
  auto const at = std::find(kept_.begin(), kept_.end(), response);
  if (at != kept_.end()) {
    std::rotate(at, at + 1, kept_.end());
    return;
  }
  kept_.push_back(response);
  kept_bytes_ += response->bytes;
  while (kept_bytes_ > most_bytes_ && kept_.size() > 1) {
    kept_bytes_ -= kept_.front()->bytes;
    kept_.pop_front();
  }
}

}  // namespace engine
