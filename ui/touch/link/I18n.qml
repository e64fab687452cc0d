// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick
import Jiaohao.Link

// Words by id. Every binding that calls t() or own() reads `language` on its way and so follows a switch at
// run time. Call them in bindings only, never in handlers.
QtObject {
    property string language: Catalogue.language

    function t(id: string, params: var): string {
        return Catalogue.text(language, id, params === undefined ? {} : params);
    }

    // The id's text where there is one, else that of `other`.
    function either(id: string, other: string, params: var): string {
        return t(Catalogue.has(language, id) ? id : other, params);
    }

    // A text the hall's owner wrote in several languages.
    function own(texts: var): string {
        return Catalogue.own(language, texts === undefined ? {} : texts, Hall.languages);
    }
}
