// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// Why there is nothing to choose now, and what to do.
Column {
    id: notices

    // "issuing", "refused", "offline" or "stopped"
    property string place

    readonly property string refusal: place === "refused" ? TicketFlow.refusal : Hall.ticketsRefused
    readonly property bool closed: refusal === "day_not_open" || (place === "stopped" && refusal === "")
    readonly property string oneOfSeveral: I18n.own(TicketFlow.refusedName)
    readonly property bool ill: refusal.startsWith("journal_")

    spacing: Theme.px(56)

    Notice {
        width: parent.width
        icon: {
            if (notices.place === "issuing")
                return "ticket";
            if (notices.place === "offline" || notices.refusal === "offline")
                return "link";
            return notices.closed ? "moon" : "desk";
        }
        title: {
            switch (notices.place) {
            case "issuing": return I18n.t("touch.issuing.title");
            case "offline": return I18n.t("touch.offline.title");
            case "refused": return I18n.t("touch.refused.title");
            }
            return I18n.t(notices.closed ? "touch.closed.title" : "touch.stopped.title");
        }
        text: {
            if (notices.place === "issuing")
                return I18n.t(Hall.fresh ? "touch.issuing.body" : "touch.issuing.offline");
            if (notices.place === "offline")
                return I18n.t(Hall.busy ? "touch.busy.body" : "touch.offline.body");
            if (notices.closed)
                return Hall.opens === "" ? I18n.t("touch.closed.body") : Hours.hallOpens(Hall.opens);
            if (notices.place === "stopped")
                return I18n.t("touch.stopped.body");
            if (notices.refusal === "offline")
                return I18n.t("touch.refused.offline");
            if (notices.oneOfSeveral !== "")
                return I18n.t("touch.several.refused", { service: notices.oneOfSeveral });
            if (notices.ill)
                return I18n.t("touch.refused.journal");
            return notices.refusal === "overloaded" ? I18n.t("touch.refused.busy")
                                                    : I18n.either("refusal." + notices.refusal,
                                                                  "touch.refused.journal",
                                                                  TicketFlow.refusalParams);
        }
    }

    BigButton {
        name: "understood"
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.px(480)
        visible: notices.place === "refused"
        text: I18n.t("common.back")
        onTouched: TicketFlow.back()
    }
}
