/// What the sessions of one server share.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "uws/http/server.hpp"
#include "uws/http/worker_pool.hpp"

namespace uws::http {

class Session;

class Service {
 public:
  Service(ServerOptions chosen, Handle handler, Notices& hub);

  ServerOptions const options;
  Handle const handle;
  Notices& notices;
  std::atomic<bool> stopping{false};

  std::string next_id();  ///< of a request: unique for this run, not the same in the next one
  std::size_t body_limit(Method method, std::string_view path) const;
  void log(std::string const& what) const {
    if (options.error) options.error(what);
  }

  /// Room for request bodies. False if there is none; what was reserved must be given back.
  bool reserve(std::size_t bytes);
  void give_back(std::size_t bytes) { bodies_ -= bytes; }

  void enter(std::shared_ptr<Session> const& session);
  void leave(Session const* session);
  std::size_t sessions() const { return open_; }
  std::vector<std::shared_ptr<Session>> all_sessions();

  WorkerPool& workers() { return *workers_; }
  WorkerPool& stream_workers() { return *stream_workers_; }
  /// One thread for calling off what others are blocked in, so that no pool can wait for itself.
  WorkerPool& canceller() { return *canceller_; }
  /// Finishes what the pools still hold. Sessions must not give them anything any more.
  void end_workers();

 private:
  std::string const id_start_;
  std::atomic<std::uint64_t> ids_{0};
  std::atomic<std::size_t> bodies_{0}, open_{0};
  std::mutex mutex_;
  std::unordered_map<Session const*, std::weak_ptr<Session>> sessions_;
  std::optional<WorkerPool> workers_, stream_workers_, canceller_;
};

}  // namespace uws::http
