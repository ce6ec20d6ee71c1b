/// A server on a free port, in a thread of its own, for as long as a test lasts.
#pragma once

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "uws/http/route.hpp"
#include "uws/http/server.hpp"

namespace uws_test {

class RunningServer {
 public:
  RunningServer(uws::http::Handle handle, uws::http::ServerOptions options = {})
      : server_(logging(std::move(options)), std::move(handle), notices_),
        thread_([this] { server_.run(); }) {}
  ~RunningServer() { stop(); }

  std::uint16_t port() const { return server_.port(); }
  uws::http::Notices& notices() { return notices_; }
  std::size_t connections() const { return server_.connections(); }
  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  std::vector<uws::http::AccessRecord> records() {
    std::lock_guard const lock(mutex_);
    return records_;
  }
  std::vector<std::string> errors() {
    std::lock_guard const lock(mutex_);
    return errors_;
  }

 private:
  uws::http::ServerOptions logging(uws::http::ServerOptions options) {
    options.access = [this](uws::http::AccessRecord const& record) {
      std::lock_guard const lock(mutex_);
      records_.push_back(record);
    };
    options.error = [this](std::string const& what) {
      std::lock_guard const lock(mutex_);
      errors_.push_back(what);
    };
    return options;
  }

  std::mutex mutex_;
  std::vector<uws::http::AccessRecord> records_;
  std::vector<std::string> errors_;
  uws::http::Notices notices_;
  uws::http::Server server_;
  std::thread thread_;
};

}  // namespace uws_test
