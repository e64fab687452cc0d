// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick
import Jiaohao.Link

// An expected wait in words: about so long, almost surely within so long; or that there is none.
QtObject {
    function words(expected: var, countersOpen: int): string {
        if (!expected)
            return I18n.t(countersOpen > 0 ? "service.expected.unknown" : "service.no_counter");
        const told = TicketFlow.told(expected.p50_s, expected.p90_s);
        if (told.next)
            return I18n.t("service.expected.now");
        return told.about === told.within ? I18n.t("service.expected.short", { p90: told.within })
                                          : I18n.t("service.expected", { p50: told.about, p90: told.within });
    }

    // Minutes as TicketFlow tells them.
    function ticket(p50: int, p90: int): string {
        if (p90 < 0)
            return I18n.t("ticket.expected.unknown");
        if (p90 === 0)
            return I18n.t("service.expected.now");
        return p50 === p90 ? I18n.t("touch.ticket.wait.short", { p90: p90 })
                           : I18n.t("touch.ticket.wait.range", { p50: p50, p90: p90 });
    }
}
