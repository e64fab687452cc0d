// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/upload/head_office_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace jiaohao::e2e {
namespace {

const std::string kProgram = std::string(JIAOHAO_BINARY_DIR) + "/bin/headofficed";

pid_t spawn(const std::vector<std::string>& arguments, int output) {
    std::vector<char*> raw;
    for (const std::string& each : arguments) {
        raw.push_back(const_cast<char*>(each.c_str()));
    }
    raw.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        // A test that is ended must not leave a daemon behind.
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (output >= 0) {
            dup2(output, STDOUT_FILENO);
        }
        execv(raw[0], raw.data());
        _exit(127);
    }
    return child;
}

int wait_for(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

}  // namespace

int run_program(const std::vector<std::string>& arguments) {
    return wait_for(spawn(arguments, -1));
}

HeadOfficeProcess::HeadOfficeProcess() {
    std::string name = (std::filesystem::temp_directory_path() / "jiaohao-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    EXPECT_EQ(
        run_program({kProgram, "dev-ca", "--folder", (folder_ / "tls").string(), "--terminal", "t1,t2"}), 0);
    std::ofstream(folder_ / "headoffice.toml")
        << "[terminals]\nrequests_per_s = 10000\nevents_per_s = 1000000\n[store]\nleast_free_mib = 0\n";
}

HeadOfficeProcess::~HeadOfficeProcess() {
    kill_hard();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void HeadOfficeProcess::start(bool simulation) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    std::vector<std::string> arguments{kProgram,         "serve",
                                       "--config",       (folder_ / "headoffice.toml").string(),
                                       "--folder",       (folder_ / "store").string(),
                                       "--tls-folder",   (folder_ / "tls").string(),
                                       "--listen",       "127.0.0.1:0",
                                       "--pages-listen", "127.0.0.1:0",
                                       "--log-level",    "error"};
    if (std::filesystem::exists(folder_ / "more.toml")) {
        arguments.insert(arguments.end(), {"--config", (folder_ / "more.toml").string()});
    }
    if (simulation) {
        arguments.emplace_back("--simulation");
    }
    child_ = spawn(arguments, ends[1]);
    close(ends[1]);
    std::string line;
    char byte = 0;
    while (read(ends[0], &byte, 1) == 1 && byte != '\n') {
        line += byte;
    }
    close(ends[0]);
    unsigned terminals = 0;
    unsigned readers = 0;
    ASSERT_EQ(
        std::sscanf(line.c_str(), "ready terminals=127.0.0.1:%u readers=127.0.0.1:%u", &terminals, &readers),
        2)
        << line;
    port_ = static_cast<std::uint16_t>(terminals);
    readers_port_ = static_cast<std::uint16_t>(readers);
}

void HeadOfficeProcess::configure(const std::string& toml) const {
    std::ofstream(folder_ / "more.toml") << toml;
}

std::string HeadOfficeProcess::ask(const std::string& request) const {
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(readers_port_);
    EXPECT_EQ(connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_GT(send(connection, request.data(), request.size(), MSG_NOSIGNAL), 0);
    std::string answer;
    std::array<char, 4096> bytes{};
    pollfd ready{connection, POLLIN, 0};
    while (poll(&ready, 1, 30'000) == 1) {
        const ssize_t got = read(connection, bytes.data(), bytes.size());
        if (got <= 0) {
            break;
        }
        answer.append(bytes.data(), static_cast<std::size_t>(got));
    }
    close(connection);
    return answer;
}

std::string HeadOfficeProcess::read_body(const std::string& target) const {
    const std::string answer =
        ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
    const auto body = answer.find("\r\n\r\n");
    return body == std::string::npos ? "" : answer.substr(body + 4);
}

void HeadOfficeProcess::kill_hard() {
    if (child_ > 0) {
        kill(child_, SIGKILL);
        static_cast<void>(wait_for(child_));
        child_ = 0;
    }
}

int HeadOfficeProcess::stop() {
    kill(child_, SIGTERM);
    const int status = wait_for(child_);
    child_ = 0;
    return status;
}

std::unique_ptr<upload::CurlTransport> HeadOfficeProcess::transport(const std::string& terminal,
                                                                    std::uint16_t port) const {
    upload::CurlOptions options;
    options.address = fmt::format("https://127.0.0.1:{}", port);
    options.ca_file = (folder_ / "tls/ca.pem").string();
    options.certificate_file = (folder_ / "tls" / ("terminal-" + terminal + ".pem")).string();
    options.key_file = (folder_ / "tls" / ("terminal-" + terminal + ".key")).string();
    options.request = std::chrono::seconds{30};
    auto made = upload::CurlTransport::make(options);
    EXPECT_TRUE(made.has_value());
    return made ? std::move(*made) : nullptr;
}

CuttingProxy::CuttingProxy(std::uint64_t seed) : random_(seed) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

CuttingProxy::~CuttingProxy() {
    thread_.request_stop();
    thread_.join();
    close(listener_);
}

void CuttingProxy::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        pollfd ready{listener_, POLLIN, 0};
        if (poll(&ready, 1, 50) == 1) {
            const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            forward(stop, client);
            close(client);
        }
    }
}

void CuttingProxy::forward(const std::stop_token& stop, int client) {
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(target);
    bool open = connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    // A handshake takes about 3 kB: some cuts fall into it, some into requests, some into answers.
    std::uint64_t left = cutting ? 1000 + random_.below(10'000) : ~std::uint64_t{0};
    std::array<pollfd, 2> ends{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    std::array<char, 16384> bytes{};
    while (open && !stop.stop_requested()) {
        poll(ends.data(), ends.size(), 50);
        for (std::size_t i = 0; open && i < ends.size(); ++i) {
            if (ends.at(i).revents == 0) {
                continue;
            }
            const ssize_t got =
                read(ends.at(i).fd, bytes.data(), std::min<std::uint64_t>(bytes.size(), left));
            open = got > 0 &&
                   send(ends.at(1 - i).fd, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
            left -= got > 0 ? static_cast<std::uint64_t>(got) : 0;
            if (left == 0) {
                cuts_++;
                open = false;
            }
        }
    }
    close(server);
}

}  // namespace jiaohao::e2e
