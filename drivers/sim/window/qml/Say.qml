// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick
import Jiaohao.Simulator

// Words by id; bindings that call t() follow a switch of the language.
QtObject {
    function t(id: string, params: var): string {
        return Words.text(Words.language, "simulator." + id, params === undefined ? {} : params);
    }

    // Of another area of the catalogue.
    function of(id: string): string {
        return Words.text(Words.language, id, {});
    }
}
