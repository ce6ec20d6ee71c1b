#include "engine/io/used_responses.hpp"

#include "engine/base/failure.hpp"
#include "engine/io/response_copies.hpp"
#include "engine/io/used_table.hpp"

namespace engine {

namespace {

UsedTable looked_up(ResponseLocation const& response, FitsFile& file) {
  return used_table(file, find_response(file, response), response.type, response.hdu_class);
}

UsedTable named(ResponseLocation const& response) {
  HduLocation const& where = response.location;
  std::string const hdu = where.number ? std::to_string(*where.number) : where.hdu;
  return {response.type, response.hdu_class, where.file, hdu, "", 0};
}

std::string key_of(ResponseLocation const& response) {
  HduLocation const& where = response.location;
  return where.file + '\n' + where.hdu + '\n' + std::to_string(where.number.value_or(0)) + '\n' +
         response.type + '\n' + response.hdu_class;
}

}  // namespace

std::vector<UsedTable> UsedResponses::of(Observation const& run, FitsFile& event_file) {
  std::vector<UsedTable> out;
  for (ResponseLocation const& response : run.responses) {
    try {
      if (response.location.file == event_file.path()) {
        out.push_back(looked_up(response, event_file));
        continue;
      }
      std::string const key = key_of(response);
      std::unique_lock lock(mutex_);
      auto known = known_.find(key);
      if (known == known_.end()) {
        lock.unlock();
        FitsFile file = FitsFile::open(response.location.file, response.location.syntax);
        UsedTable table = looked_up(response, file);
        lock.lock();
        known = known_.emplace(key, std::move(table)).first;
      }
      out.push_back(known->second);
    } catch (Failure const&) {
      out.push_back(named(response));
    }
  }
  return out;
}

}  // namespace engine
