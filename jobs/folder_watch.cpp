#include "jobs/folder_watch.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

namespace jobs {

FolderWatch::FolderWatch()
    : changes_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)), poke_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void FolderWatch::add(std::string const& name, std::filesystem::path const& folder) {
  std::scoped_lock const lock(mutex_);
  int const number = inotify_add_watch(changes_.number(), folder.c_str(), IN_MOVED_TO | IN_ONLYDIR);
  if (number < 0) return;
  names_[number] = name;
  numbers_[name] = number;
}

void FolderWatch::remove(std::string const& name) {
  std::scoped_lock const lock(mutex_);
  auto const place = numbers_.find(name);
  if (place == numbers_.end()) return;
  inotify_rm_watch(changes_.number(), place->second);
  names_.erase(place->second);
  numbers_.erase(place);
}

void FolderWatch::poke() { eventfd_write(poke_.number(), 1); }

void FolderWatch::poke(std::string const& name) {
  {
    std::scoped_lock const lock(mutex_);
    changed_.insert(name);
  }
  poke();
}

std::set<std::string> FolderWatch::wait(std::optional<std::chrono::milliseconds> patience) {
  std::array<pollfd, 2> waiting{pollfd{poke_.number(), POLLIN, 0}, pollfd{changes_.number(), POLLIN, 0}};
  poll(waiting.data(), waiting.size(),
       patience ? static_cast<int>(std::max<long>(0, patience->count())) : -1);
  eventfd_t ignored = 0;
  eventfd_read(poke_.number(), &ignored);
  read_changes();
  std::scoped_lock const lock(mutex_);
  return std::exchange(changed_, {});
}

void FolderWatch::read_changes() {
  alignas(inotify_event) std::array<char, 16384> buffer;
  for (;;) {
    auto const got = read(changes_.number(), buffer.data(), buffer.size());
    if (got <= 0) return;
    std::scoped_lock const lock(mutex_);
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      at += sizeof event + event.len;
      if (auto const name = names_.find(event.wd); name != names_.end()) changed_.insert(name->second);
    }
  }
}

}  // namespace jobs
