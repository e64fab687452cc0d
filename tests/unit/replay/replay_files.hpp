// Small files of recorded visits, made by the tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace jiaohao::bench {

inline constexpr const char* ticket_header =
    "hall,date,queue_id,letter,ticket,issued_min,called_min,ahead_at_issue,open_counters_at_issue,"
    "configured_service_min\n";
inline constexpr const char* call_header =
    "vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\tq_start\tq_exit\t"
    "q_time\toutcome\tser_start\tser_exit\tser_time\tserver\r\n";

class ReplayFiles : public ::testing::Test {
  protected:
    ReplayFiles() {
        std::string name = (std::filesystem::temp_directory_path() / "replay-XXXXXX").string();
        folder_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
    }
    ~ReplayFiles() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }
    [[nodiscard]] std::string zipped(const std::string& name, const std::string& text) const {
        gzFile out = gzopen(path(name).c_str(), "wb");
        gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
        gzclose(out);
        return path(name);
    }

  private:
    std::filesystem::path folder_;
};

}  // namespace jiaohao::bench
