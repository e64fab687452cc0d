// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// What to do now, without a ticket.
Column {
    id: taken

    readonly property var offer: VisitFlow.taken

    spacing: Theme.px(56)

    Notice {
        width: parent.width
        icon: "check"
        title: I18n.t("arrive.taken.title")
        text: taken.offer.to ? I18n.t("diversion.next." + taken.offer.to) : ""
    }

    BigButton {
        name: "taken.done"
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.px(480)
        text: I18n.t("arrive.taken.done")
        onTouched: VisitFlow.back()
    }
}
