// Certificate files as a technician leaves them.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/certificate_check.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/http/certificates.hpp"

namespace jiaohao::test {
namespace {

using http::check_authority;
using http::check_identity;
using File = http::CertificateTrouble::File;

class CertificateCheck : public testing::Test {
  protected:
    static std::string told(const std::vector<http::CertificateTrouble>& troubles) {
        std::string text;
        for (const auto& one : troubles) {
            text += one.what + (one.soon ? " (soon)" : "") + "\n";
        }
        return text;
    }
    TempFolder folder;
    Authority authority{folder.path(), "authority"};
    CertificateFiles own = authority.issue("hall.test", "DNS:hall.test");
    // The certificates of the test are valid from an hour ago for a day.
    WallTime now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
};

TEST_F(CertificateCheck, SoundOnesThatEndWithinTwoWeeksAreSaidToExpireSoon) {
    const auto troubles = check_identity(own.certificate, own.key, now);
    ASSERT_EQ(troubles.size(), 1U) << told(troubles);
    EXPECT_TRUE(troubles[0].soon);
    EXPECT_NE(troubles[0].what.find("expires on "), std::string::npos);
    EXPECT_EQ(check_authority(authority.file(), now).size(), 1U);
}

TEST_F(CertificateCheck, AMissingOneIsNamed) {
    const std::string none = folder.path() + "/none.pem";
    const auto troubles = check_identity(none, own.key, now);
    ASSERT_EQ(troubles.size(), 1U) << told(troubles);
    EXPECT_EQ(troubles[0].what, "certificate file missing: " + none);
    EXPECT_EQ(told(check_authority(none, now)), "authority file missing: " + none + "\n");
    EXPECT_EQ(check_identity(none, none, now).size(), 2U);
}

TEST_F(CertificateCheck, WhatCannotBeReadIsNamed) {
    const std::string text = folder.write("text.pem", "no certificate");
    EXPECT_NE(told(check_identity(text, text, now)).find("holds no certificate in PEM form"),
              std::string::npos);
    EXPECT_NE(told(check_identity(text, text, now)).find("holds no key in PEM form without passphrase"),
              std::string::npos);
    EXPECT_NE(told(check_authority(folder.path(), now)).find("Is a directory"), std::string::npos);
}

TEST_F(CertificateCheck, APipeIsNamedAndNotWaitedFor) {
    const std::string pipe = folder.path() + "/pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(told(check_authority(pipe, now)), "authority file " + pipe + " is a pipe; put a file there\n");
    EXPECT_EQ(check_identity(pipe, pipe, now).size(), 2U);
}

TEST_F(CertificateCheck, AKeyOfAnotherCertificateIsNamed) {
    const auto other = authority.issue("other.test", "DNS:other.test");
    EXPECT_NE(
        told(check_identity(own.certificate, other.key, now)).find("does not belong to the certificate"),
        std::string::npos);
}

TEST_F(CertificateCheck, OutsideItsTimeItIsWrong) {
    const auto later = check_identity(own.certificate, own.key, now + std::chrono::hours(48));
    ASSERT_EQ(later.size(), 1U);
    EXPECT_FALSE(later[0].soon);
    EXPECT_NE(later[0].what.find("expired on "), std::string::npos);
    const auto early = told(check_identity(own.certificate, own.key, now - std::chrono::hours(48)));
    EXPECT_NE(early.find("check the clock"), std::string::npos) << early;
}

}  // namespace
}  // namespace jiaohao::test
