#include "catalog/ingest/report_notes.hpp"

#include <algorithm>

namespace catalog::ingest {

namespace {

std::string without(std::string text, std::string const& part) {
  if (part.empty()) return text;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at))
    text.erase(at, part.size());
  return text;
}

}  // namespace

void NoteFolder::add(std::int64_t run, std::vector<std::string> const& messages,
                     std::string const& events_file) {
  for (std::string const& message : messages) {
    IngestNote& note = folded_[without(message, events_file)];
    bool const first = note.runs.empty() || run < note.runs.front();
    if (first) note.message = message;
    auto const place = std::lower_bound(note.runs.begin(), note.runs.end(), run);
    if (place == note.runs.end() || *place != run) note.runs.insert(place, run);
  }
}

std::vector<IngestNote> NoteFolder::notes() const {
  std::vector<IngestNote> out;
  for (auto const& [key, note] : folded_) out.push_back(note);
  std::stable_sort(out.begin(), out.end(),
                   [](IngestNote const& a, IngestNote const& b) { return a.runs.size() > b.runs.size(); });
  return out;
}

}  // namespace catalog::ingest
