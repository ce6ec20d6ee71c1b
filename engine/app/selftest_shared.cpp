// Do all hosts see the same output folder?
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>

#include <unistd.h>

#include "engine/app/interrupt.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/run_usage.hpp"
#include "engine/app/selftest_files.hpp"
#include "engine/app/wire.hpp"
#include "engine/io/durable.hpp"

namespace engine {

namespace {

constexpr auto pause = std::chrono::milliseconds(5);

struct Probe {
  std::string path, content;
};

/// A file of its own per rank; the content says whose, and of which self-test.
Probe probe_of(std::string const& folder, std::string const& token, std::string const& whose) {
  return {folder + "/probe-" + whose, token + " " + whose + "\n"};
}

bool is_seen(Probe const& probe) {
  std::ifstream in(probe.path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return in && text.str() == probe.content;
}

/// Seconds until it was seen; nothing if it never was.
std::optional<double> seconds_until_seen(Probe const& probe, std::chrono::seconds patience) {
  Stopwatch const watch;
  double const most_s = static_cast<double>(patience.count());
  while (!is_seen(probe)) {
    stop_if_interrupted();
    if (watch.seconds() > most_s) return std::nullopt;
    std::this_thread::sleep_for(pause);
  }
  return watch.seconds();
}

/// Why it could not be written; empty if it was. No path: the folder is hidden and named by us.
std::string writing(Probe const& probe) {
  std::ofstream out(probe.path, std::ios::binary);
  out << probe.content << std::flush;
  return out ? "" : std::generic_category().message(errno);
}

std::vector<SeenFile> gathered(SeenFile const& mine, Communicator const& ranks) {
  WireWriter out;
  out.text(mine.host);
  out.optional_real(mine.root_file_s);
  out.text(mine.trouble);
  std::vector<SeenFile> all;
  for (std::string const& bytes : ranks.gather(out.bytes())) {
    WireReader in(bytes);
    SeenFile seen;
    seen.rank = static_cast<int>(all.size());
    seen.host = in.text();
    seen.root_file_s = in.optional_real();
    seen.trouble = in.text();
    all.push_back(std::move(seen));
  }
  return all;
}

/// The root's view of the files of all others.
void share_own_files(std::vector<SeenFile>& all, Communicator const& ranks) {
  WireWriter out;
  for (SeenFile const& seen : all) out.optional_real(seen.own_file_s);
  std::string text = out.bytes();
  ranks.broadcast(text);
  WireReader in(text);
  for (SeenFile& seen : all) seen.own_file_s = in.optional_real();
}

}  // namespace

std::vector<SeenFile> tried_sharing(std::string const& folder, std::chrono::seconds patience,
                                    Communicator const& ranks) {
  std::string token = random_name();
  ranks.broadcast(token);
  Probe const from_root = probe_of(folder, token, "root");
  Probe const own = probe_of(folder, token, std::to_string(ranks.rank()));
  SeenFile mine{ranks.rank(), host_name(), std::nullopt, std::nullopt, ""};
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (ranks.is_root()) write_new_file(from_root.path, from_root.content);
                      }));
  throw_if_any_failed(ranks, trouble_in([&] {
                        mine.root_file_s = seconds_until_seen(from_root, patience);
                        mine.trouble = writing(own);
                      }));
  std::vector<SeenFile> all = gathered(mine, ranks);
  throw_if_any_failed(ranks, trouble_in([&] {
                        for (SeenFile& seen : all)
                          if (ranks.is_root() && seen.trouble.empty() && seen.root_file_s)
                            seen.own_file_s = seconds_until_seen(
                                probe_of(folder, token, std::to_string(seen.rank)), patience);
                      }));
  share_own_files(all, ranks);
  ::unlink(own.path.c_str());
  if (ranks.is_root()) ::unlink(from_root.path.c_str());
  return all;
}

}  // namespace engine
