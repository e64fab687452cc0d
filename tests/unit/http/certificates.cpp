// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/http/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace jiaohao::test {

struct Authority::Impl {
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    long serial = 1;
};

namespace {

void extend(X509* certificate, X509* issuer, int id, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

X509* make(EVP_PKEY* key, const std::string& common_name, long serial) {
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
    X509_set_pubkey(certificate, key);
    const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, text, -1, -1, 0);
    return certificate;
}

template <class Write>
void save(const std::string& file, Write&& write) {
    FILE* out = std::fopen(file.c_str(), "wb");
    write(out);
    std::fclose(out);
}

}  // namespace

Authority::Authority(std::string folder, const std::string& name)
    : folder_(std::move(folder)), name_(name), impl_(new Impl) {
    impl_->key = EVP_EC_gen("P-256");
    impl_->certificate = make(impl_->key, name, impl_->serial);
    X509_set_issuer_name(impl_->certificate, X509_get_subject_name(impl_->certificate));
    extend(impl_->certificate, impl_->certificate, NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(impl_->certificate, impl_->key, EVP_sha256());
    save(file(), [this](FILE* out) { PEM_write_X509(out, impl_->certificate); });
}

Authority::~Authority() {
    X509_free(impl_->certificate);
    EVP_PKEY_free(impl_->key);
    delete impl_;
}

std::string Authority::file() const {
    return folder_ + "/" + name_ + ".pem";
}

CertificateFiles Authority::issue(const std::string& common_name, const std::string& alt_names) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = make(key, common_name, ++impl_->serial);
    X509_set_issuer_name(certificate, X509_get_subject_name(impl_->certificate));
    extend(certificate, impl_->certificate, NID_subject_alt_name, alt_names);
    X509_sign(certificate, impl_->key, EVP_sha256());
    const std::string base = folder_ + "/" + name_ + "-" + std::to_string(impl_->serial);
    const CertificateFiles files{base + ".pem", base + ".key"};
    save(files.certificate, [&](FILE* out) { PEM_write_X509(out, certificate); });
    save(files.key,
         [&](FILE* out) { PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
    X509_free(certificate);
    EVP_PKEY_free(key);
    return files;
}

TempFolder::TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "jiaohao-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::write(const std::string& name, const std::string& content) const {
    const std::filesystem::path file = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file.string();
}

}  // namespace jiaohao::test
