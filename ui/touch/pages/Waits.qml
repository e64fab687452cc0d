// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick
import Jiaohao.Link

// An expected wait in words, always as a range; a started minute counts.
QtObject {
    function words(expected: var, countersOpen: int): string {
        if (!expected)
            return I18n.t(countersOpen > 0 ? "service.expected.unknown" : "service.no_counter");
        const p50 = Math.ceil(expected.p50_s / 60);
        const p90 = Math.ceil(expected.p90_s / 60);
        if (p90 <= 1)
            return I18n.t("service.expected.now");
        return p50 < 1 || p50 === p90 ? I18n.t("service.expected.short", { p90: p90 })
                                      : I18n.t("service.expected", { p50: p50, p90: p90 });
    }

    function ticket(p50: int, p90: int): string {
        if (p90 < 1)
            return I18n.t("ticket.expected.unknown");
        return p50 < 1 || p50 === p90 ? I18n.t("touch.ticket.wait.short", { p90: p90 })
                                      : I18n.t("touch.ticket.wait.range", { p50: p50, p90: p90 });
    }
}
