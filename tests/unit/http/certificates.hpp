// A private authority made in the test: ECDSA P-256 keys and certificates as PEM files in a folder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jiaohao::test {

struct CertificateFiles {
    std::string certificate;
    std::string key;
};

class Authority {
  public:
    /// Writes its own certificate as NAME.pem into `folder`.
    Authority(std::string folder, const std::string& name);
    ~Authority();
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    [[nodiscard]] CertificateFiles issue(const std::string& common_name, const std::string& alt_names);
    [[nodiscard]] std::string file() const;

  private:
    struct Impl;
    std::string folder_;
    std::string name_;
    Impl* impl_;
};

/// A fresh folder under the system's temporary one, removed at the end.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }
    /// Writes a file (folders are made) and gives its path.
    std::string write(const std::string& name, const std::string& content) const;

  private:
    std::string path_;
};

}  // namespace jiaohao::test
