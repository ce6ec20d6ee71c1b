#include "engine/app/index_wire.hpp"

#include <algorithm>

#include "engine/app/wire.hpp"

namespace engine {

namespace {

void write_key(WireWriter& out, FitsKey const& key) {
  out.text(key.keyword);
  out.text(key.comment);
  out.number(static_cast<std::int64_t>(key.value.index()));
  if (bool const* truth = std::get_if<bool>(&key.value)) out.number(*truth ? 1 : 0);
  if (std::int64_t const* whole = std::get_if<std::int64_t>(&key.value)) out.number(*whole);
  if (double const* real = std::get_if<double>(&key.value)) out.real(*real);
  if (std::string const* text = std::get_if<std::string>(&key.value)) out.text(*text);
}

FitsKey read_key(WireReader& in) {
  FitsKey key{in.text(), false, ""};
  key.comment = in.text();
  switch (in.number()) {
    case 0: key.value = in.number() != 0; break;
    case 1: key.value = in.number(); break;
    case 2: key.value = in.real(); break;
    default: key.value = in.text(); break;
  }
  return key;
}

}  // namespace

void write_index_row(WireWriter& out, IndexedRun const& run) {
  out.number(run.id);
  out.real(in_seconds(run.time.zero.tt()));
  out.number(static_cast<std::int64_t>(run.time.scale));
  out.number(run.time.mjdrefi);
  out.real(run.time.mjdreff);
  out.number(static_cast<std::int64_t>(run.facts.size()));
  for (FitsKey const& key : run.facts) write_key(out, key);
  out.number(static_cast<std::int64_t>(run.hdus.size()));
  for (IndexedHdu const& hdu : run.hdus) {
    for (std::string const* text : {&hdu.type, &hdu.hdu_class, &hdu.file, &hdu.hdu}) out.text(*text);
    out.number(hdu.bytes);
  }
}

IndexedRun read_index_row(WireReader& in) {
  IndexedRun run;
  run.id = in.number();
  run.time.zero = Time::from_tt(seconds(in.real()));
  run.time.scale = static_cast<TimeScale>(in.number());
  run.time.mjdrefi = static_cast<int>(in.number());
  run.time.mjdreff = in.real();
  for (std::int64_t left = in.number(); left > 0; --left) run.facts.push_back(read_key(in));
  for (std::int64_t left = in.number(); left > 0; --left) {
    IndexedHdu hdu;
    for (std::string* text : {&hdu.type, &hdu.hdu_class, &hdu.file, &hdu.hdu}) *text = in.text();
    hdu.bytes = in.number();
    run.hdus.push_back(std::move(hdu));
  }
  return run;
}

std::vector<IndexedRun> shared_index(Communicator const& ranks, std::vector<IndexedRun> const& mine) {
  WireWriter out;
  out.number(static_cast<std::int64_t>(mine.size()));
  for (IndexedRun const& run : mine) write_index_row(out, run);
  std::vector<IndexedRun> all;
  for (std::string const& bytes : ranks.gather(out.bytes())) {
    WireReader in(bytes);
    for (std::int64_t left = in.number(); left > 0; --left) all.push_back(read_index_row(in));
  }
  std::sort(all.begin(), all.end(), [](IndexedRun const& a, IndexedRun const& b) { return a.id < b.id; });
  return all;
}

}  // namespace engine
